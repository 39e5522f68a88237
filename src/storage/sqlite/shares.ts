import type { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import { parseSharePath } from '../../core/names/share-path.ts';
import type { ContentWrites } from './contents.ts';
import { DIRECTORY_ROW, type EntryWrites, type ShareRow } from './entries.ts';
import { TOP, type PathWrites } from './paths.ts';
import { integer, Statement } from './statement.ts';

/** Shares of one peer. */
const MAX_SHARES = 1000;

export interface KnownShare extends ShareRow {
  readonly revision: number;
  /** A full list has begun and not ended. */
  readonly listing: boolean;
  readonly audience: number;
}

/** The shares themselves; what is in them is `EntryWrites`'. */
export class ShareWrites {
  readonly #paths: PathWrites;
  readonly #entries: EntryWrites;
  readonly #contents: ContentWrites;
  readonly #find: Statement;
  readonly #byId: Statement;
  readonly #ofPeer: Statement;
  readonly #count: Statement;
  readonly #insert: Statement;
  readonly #save: Statement;
  readonly #contentsOf: Statement;
  readonly #removal: readonly Statement[];

  constructor(database: DatabaseSync, paths: PathWrites, entries: EntryWrites, contents: ContentWrites) {
    this.#paths = paths;
    this.#entries = entries;
    this.#contents = contents;
    const statement = (sql: string) => new Statement(database, sql);
    const columns = 'id, root, generation, revision, listing, audience';
    this.#find = statement(`SELECT ${columns} FROM shares WHERE peer = ? AND name = ?`);
    this.#byId = statement(`SELECT ${columns} FROM shares WHERE id = ?`);
    this.#ofPeer = statement('SELECT id FROM shares WHERE peer = ?');
    this.#count = statement('SELECT count(*) FROM shares WHERE peer = ?');
    this.#insert = statement(`INSERT INTO shares (peer, name, audience, root, revision) VALUES (?, ?, ?, ?, 0)`);
    this.#save = statement('UPDATE shares SET audience = ?, revision = ?, generation = ?, listing = ? WHERE id = ?');
    this.#contentsOf = statement('SELECT content FROM entries WHERE share = ? AND content IS NOT NULL');
    this.#removal = [
      statement('INSERT OR IGNORE INTO stale_paths (id) SELECT path FROM entries WHERE share = ?'),
      statement(
        'INSERT OR IGNORE INTO stale_contents (id) SELECT content FROM entries WHERE share = ? AND content IS NOT NULL',
      ),
      statement('DELETE FROM entries WHERE share = ?'),
      statement('DELETE FROM shares WHERE id = ?'),
    ];
  }

  find(peer: number, name: string): KnownShare | undefined {
    return this.#known(this.#find.get(peer, name));
  }

  get(id: number): KnownShare {
    const share = this.#known(this.#byId.get(id));
    if (!share) throw new AyniError('io-failed', `The tracker's database is damaged: share ${id} is missing.`);
    return share;
  }

  /** @throws {AyniError} `bad-request`, `too-large` */
  create(peer: number, name: string, audience: number): KnownShare {
    checkShareName(name);
    if (integer(this.#count.get(peer) ?? [], 0) >= MAX_SHARES) {
      throw new AyniError('too-large', `A peer has at most ${MAX_SHARES} shares.`);
    }
    const root = this.#paths.intern(TOP, name, name);
    const share = this.get(this.#insert.insert(peer, name, audience, root));
    this.#entries.put(share, root, TOP, DIRECTORY_ROW);
    return share;
  }

  save(share: KnownShare, audience: number, revision: number, listing: boolean): void {
    if (audience !== share.audience) this.#changed(share.id);
    this.#save.run(audience, revision, share.generation, listing ? 1 : 0, share.id);
    this.#entries.saveCounts(share);
  }

  remove(id: number): void {
    this.#changed(id);
    for (const each of this.#removal) each.run(id);
  }

  removeAll(peer: number): void {
    for (const row of this.#ofPeer.all(peer)) this.remove(integer(row, 0));
  }

  /** Others see what is in it, or nobody has it there any more. One row at a time: a share may have a million. */
  #changed(share: number): void {
    for (const row of this.#contentsOf.iterate(share)) this.#contents.changed(integer(row, 0));
  }

  #known(row: Parameters<typeof integer>[0] | undefined): KnownShare | undefined {
    if (!row) return undefined;
    const [id, root, generation] = [integer(row, 0), integer(row, 1), integer(row, 2)];
    const [revision, listing, audience] = [integer(row, 3), integer(row, 4) === 1, integer(row, 5)];
    return { id, root, generation, files: 0, bytes: 0, revision, listing, audience };
  }
}

function checkShareName(name: string): void {
  if (name === '' || name.includes('/')) {
    throw new AyniError('bad-request', 'The name of a share is one name, without a slash.');
  }
  parseSharePath(name);
}
