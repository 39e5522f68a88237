import type { DatabaseSync } from 'node:sqlite';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Digests, ForeignFileEntry } from '../../core/swarm/catalog.ts';
import type { ChangedContents } from './holders/changed-contents.ts';
import { bytes, integer, isNull, Statement } from './statement.ts';

/** Interns contents, and is told whose holders change. */
export class ContentWrites {
  readonly #changed: Pick<ChangedContents, 'add'>;
  readonly #insert: Statement;
  readonly #digests: Statement;
  readonly #findForeign: Statement;
  readonly #insertForeign: Statement;
  readonly #nameForeign: Statement;
  readonly #unnameForeign: Statement;
  readonly #byHash: Statement;
  readonly #isWithdrawn: Statement;
  readonly #anyWithdrawn: Statement;
  readonly #withdraw: Statement;
  readonly #stale: Statement;
  readonly #someStale: Statement;
  readonly #unstale: Statement;
  readonly #isUsed: Statement;
  readonly #deletes: readonly Statement[];

  constructor(database: DatabaseSync, changed: Pick<ChangedContents, 'add'>) {
    this.#changed = changed;
    const statement = (sql: string) => new Statement(database, sql);
    this.#insert = statement('INSERT INTO contents (hash, size) VALUES (?, ?)');
    this.#digests = statement(
      'UPDATE contents SET md5 = coalesce(md5, ?2), sha256 = coalesce(sha256, ?3) WHERE id = ?1',
    );
    this.#findForeign = statement(
      `SELECT c.id, c.size, c.md5 FROM foreign_contents f JOIN contents c ON c.id = f.content
       WHERE f.dialect = ? AND f.peer = ? AND f.name = ?`,
    );
    this.#insertForeign = statement('INSERT INTO contents (hash, size, md5) VALUES (NULL, ?, ?)');
    this.#nameForeign = statement('INSERT INTO foreign_contents (content, dialect, peer, name) VALUES (?, ?, ?, ?)');
    this.#unnameForeign = statement('DELETE FROM foreign_contents WHERE content = ?');
    this.#byHash = statement('SELECT id, size FROM contents WHERE hash = ?');
    this.#isWithdrawn = statement('SELECT 1 FROM withdrawn WHERE hash = ?');
    this.#anyWithdrawn = statement('SELECT EXISTS (SELECT 1 FROM withdrawn)');
    this.#withdraw = statement('INSERT OR IGNORE INTO withdrawn (hash) VALUES (?)');
    this.#stale = statement('INSERT OR IGNORE INTO stale_contents (id) VALUES (?)');
    this.#someStale = statement('SELECT id FROM stale_contents LIMIT ?');
    this.#unstale = statement('DELETE FROM stale_contents WHERE id = ?');
    this.#isUsed = statement(
      'SELECT EXISTS (SELECT 1 FROM entries WHERE content = ?1) OR EXISTS (SELECT 1 FROM holds WHERE content = ?1)',
    );
    this.#deletes = [
      statement('DELETE FROM foreign_contents WHERE content = ?'),
      statement('DELETE FROM contents WHERE id = ?'),
    ];
  }

  /** Undefined for a content that was withdrawn. */
  intern(content: ContentId, size: number, digests?: Digests): number | undefined {
    const hash = idBytes(content);
    const alike = this.#byHash.all(hash);
    const found = alike.find((row) => integer(row, 1) === size);
    if (!found && this.#hasWithdrawn(hash)) return undefined;
    const id = found ? integer(found, 0) : this.#insert.insert(hash, size);
    // Who is asked for this hash has two rows to look at from now on.
    if (!found) for (const row of alike) this.#changed.add(integer(row, 0));
    if (digests?.md5 !== undefined || digests?.sha256 !== undefined) {
      this.#digests.run(id, hexBytes(digests.md5), hexBytes(digests.sha256));
    }
    return id;
  }

  /** A file of a foreign peer; another one where its size or MD5 is no longer what it was. */
  internForeign(peer: number, { dialect, name, size, md5 }: ForeignFileEntry): number {
    const digest = hexBytes(md5);
    const known = this.#findForeign.get(dialect, peer, name);
    if (known) {
      const knownDigest = isNull(known, 2) ? null : Buffer.from(bytes(known, 2)).toString('hex');
      const knownSize = isNull(known, 1) ? undefined : integer(known, 1);
      if (knownSize === size && knownDigest === (md5 ?? null)) return integer(known, 0);
      this.#unnameForeign.run(integer(known, 0));
      this.mayBeUnused(integer(known, 0));
    }
    const id = this.#insertForeign.insert(size ?? null, digest);
    this.#nameForeign.run(id, dialect, peer, name);
    return id;
  }

  /** Every row with this hash, whatever size was claimed. */
  rowsOf(content: ContentId): readonly number[] {
    return this.#byHash.all(idBytes(content)).map((row) => integer(row, 0));
  }

  withdraw(content: ContentId): void {
    this.#withdraw.run(idBytes(content));
    for (const row of this.rowsOf(content)) this.#delete(row);
  }

  /** Others have it than before, or other parts of it, or others may see that. */
  changed(id: number): void {
    this.#changed.add(id);
  }

  /** Somebody has it no more. */
  mayBeUnused(id: number): void {
    this.#changed.add(id);
    this.#stale.run(id);
  }

  /** As `PathWrites.sweep`. */
  sweep(limit: number): boolean {
    const rows = this.#someStale.all(limit);
    for (const row of rows) {
      const id = integer(row, 0);
      this.#unstale.run(id);
      if (integer(this.#isUsed.get(id) ?? [], 0) === 1) continue;
      this.#delete(id);
    }
    return rows.length === limit;
  }

  #delete(id: number): void {
    this.#changed.add(id);
    for (const each of this.#deletes) each.run(id);
  }

  #hasWithdrawn(hash: Uint8Array): boolean {
    return integer(this.#anyWithdrawn.get() ?? [], 0) === 1 && this.#isWithdrawn.get(hash) !== undefined;
  }
}

function hexBytes(hex: string | undefined): Uint8Array | null {
  return hex === undefined ? null : Buffer.from(hex, 'hex');
}
