import type { Queries } from './database.ts';
import { contentsMayBeUnused } from './contents.ts';
import { digestOf, TOP, walkKey } from './paths.ts';
import { integer, isNull, type Row } from './row.ts';

export const DIRECTORY = 1;
export const FILE = 2;
export const SYMLINK = 3;

export interface EntryRow {
  readonly kind: number;
  readonly content: number | null;
  /** Of the content, bytes; 0 where there is none. */
  readonly size: number;
  readonly mtime: number | null;
  readonly executable: boolean;
  readonly target: string | null;
  readonly flatName: string | null;
}

export const directoryRow: EntryRow = {
  kind: DIRECTORY,
  content: null,
  size: 0,
  mtime: null,
  executable: false,
  target: null,
  flatName: null,
};

/** An entry at its place. */
export interface PlacedEntry extends EntryRow {
  readonly path: number;
  readonly parent: number;
  readonly walk: string;
}

/** The last in the order of bytes. */
const LAST_CHARACTER = '\u{10ffff}';
const GONE = 'RETURNING path, content, kind, (SELECT size FROM contents c WHERE c.id = entries.content)';

/** Writes the entries of one share, many at once; counts what that changes, and marks what may have lost its last use. */
export class EntryWriter {
  /** Change of the share's counts. */
  files = 0;
  bytes = 0;
  readonly #queries: Queries;
  readonly #share: { readonly id: number; readonly name: string; readonly generation: number };

  constructor(queries: Queries, share: { readonly id: number; readonly name: string; readonly generation: number }) {
    this.#queries = queries;
    this.#share = share;
  }

  /**
   * Removes what is at and below these paths, but not what will be written over.
   * @param puts what comes there: whether it is a directory
   */
  async clear(paths: readonly string[], puts: ReadonlyMap<string, boolean>): Promise<void> {
    if (paths.length === 0) return;
    const { id, name } = this.#share;
    const byDigest = new Map(
      paths.map((path) => [digestOf(path === '' ? name : `${name}/${path}`).toString('hex'), path]),
    );
    const rows = await this.#queries.rows(
      'entries-at',
      `SELECT encode(p.digest, 'hex'), e.kind, e.path FROM paths p JOIN entries e ON e.path = p.id
       WHERE p.digest = ANY($1::bytea[]) AND e.share = $2`,
      [[...byDigest.keys()].map((digest) => Buffer.from(digest, 'hex')), id],
    );
    const alone: number[] = [];
    for (const row of rows) {
      const path = byDigest.get(String(row[0])) ?? '';
      if (integer(row, 1) === DIRECTORY) await this.#clearTree(path);
      else if (!puts.has(path)) alone.push(integer(row, 2));
    }
    if (alone.length === 0) return;
    const sql = `DELETE FROM entries WHERE share = $1 AND path = ANY($2::bigint[]) ${GONE}`;
    await this.#gone(await this.#queries.rows('entries-remove', sql, [id, alone]));
  }

  async put(entries: readonly PlacedEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { id, generation } = this.#share;
    const paths = entries.map(({ path }) => path);
    const old = new Map(
      (
        await this.#queries.rows(
          'entries-old',
          `SELECT e.path, e.content, e.kind, c.size FROM entries e LEFT JOIN contents c ON c.id = e.content
           WHERE e.share = $1 AND e.path = ANY($2::bigint[])`,
          [id, paths],
        )
      ).map((row) => [integer(row, 0), row]),
    );
    const stale: number[] = [];
    for (const entry of entries) {
      const before = old.get(entry.path);
      if (before) this.#discount(before);
      if (before && !isNull(before, 1) && integer(before, 1) !== entry.content) stale.push(integer(before, 1));
      if (entry.kind !== FILE) continue;
      this.files++;
      this.bytes += entry.size;
    }
    await contentsMayBeUnused(this.#queries, stale);
    const announced = await this.#announcements(entries);
    await this.#queries.run(
      'entries-put',
      `INSERT INTO entries (share, generation, path, parent, walk, kind, content, mtime, executable, target, flat_name,
         announced)
       SELECT $1, $2, u.* FROM unnest($3::bigint[], $4::bigint[], $5::text[], $6::smallint[], $7::bigint[],
         $8::bigint[], $9::boolean[], $10::text[], $11::text[], $12::bigint[]) u
       ON CONFLICT (path, share) DO UPDATE SET generation = excluded.generation, kind = excluded.kind,
         content = excluded.content, mtime = excluded.mtime, executable = excluded.executable, target = excluded.target,
         flat_name = excluded.flat_name,
         announced = CASE WHEN excluded.flat_name IS NULL THEN NULL
           ELSE coalesce(entries.announced, excluded.announced) END`,
      [
        id,
        generation,
        paths,
        entries.map((each) => each.parent),
        entries.map((each) => each.walk),
        entries.map((each) => each.kind),
        entries.map((each) => each.content),
        entries.map((each) => each.mtime),
        entries.map((each) => each.executable),
        entries.map((each) => each.target),
        entries.map((each) => each.flatName),
        announced,
      ],
    );
  }

  /** What the latest full list did not name; the share itself stays, as an empty directory. */
  async removeOutdated(): Promise<void> {
    const { id, generation } = this.#share;
    const root = 'SELECT 1 FROM entries WHERE share = $1 AND parent = $3 AND generation <> $2';
    if (await this.#queries.row('entries-old-root', root, [id, generation, TOP])) await this.emptyRoot();
    const sql = `DELETE FROM entries WHERE share = $1 AND generation <> $2 ${GONE}`;
    await this.#gone(await this.#queries.rows('entries-outdated', sql, [id, generation]));
  }

  /** Makes the share itself an empty directory, where it was a file. */
  async emptyRoot(): Promise<void> {
    const sql = 'SELECT path FROM entries WHERE share = $1 AND parent = $2';
    const root = await this.#queries.row('entries-root', sql, [this.#share.id, TOP]);
    if (root) await this.put([{ ...directoryRow, path: integer(root, 0), parent: TOP, walk: '' }]);
  }

  async #clearTree(path: string): Promise<void> {
    const { id, name } = this.#share;
    if (path === '') {
      const all = `DELETE FROM entries WHERE share = $1 AND parent <> $2 ${GONE}`;
      await this.#gone(await this.#queries.rows('entries-clear-all', all, [id, TOP]));
      return;
    }
    // The index knows the beginning of the key; a name may hold U+0001 itself, so the path decides.
    const sql = `DELETE FROM entries WHERE share = $1 AND left(walk, 600) >= left($2, 600)
        AND left(walk, 600) <= left($2, 600) || $4
        AND EXISTS (SELECT 1 FROM paths p WHERE p.id = entries.path
          AND (p.path = $3 OR starts_with(p.path, $3 || '/'))) ${GONE}`;
    const values = [id, walkKey(path), `${name}/${path}`, LAST_CHARACTER];
    await this.#gone(await this.#queries.rows('entries-clear', sql, values));
  }

  async #gone(rows: readonly Row[]): Promise<void> {
    for (const row of rows) this.#discount(row);
    await contentsMayBeUnused(
      this.#queries,
      rows.flatMap((row) => (isNull(row, 1) ? [] : [integer(row, 1)])),
    );
    if (rows.length === 0) return;
    const sql = 'INSERT INTO stale_paths (id) SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING';
    await this.#queries.run('paths-stale', sql, [rows.map((row) => integer(row, 0))]);
  }

  #discount(row: Row): void {
    if (integer(row, 2) !== FILE) return;
    this.files--;
    this.bytes -= isNull(row, 3) ? 0 : integer(row, 3);
  }

  /** Numbers for files under flat names that are new. */
  async #announcements(entries: readonly EntryRow[]): Promise<readonly (number | null)[]> {
    const count = entries.filter(({ flatName }) => flatName !== null).length;
    if (count === 0) return entries.map(() => null);
    const sql = `SELECT nextval('announced') FROM generate_series(1, $1)`;
    const numbers = (await this.#queries.rows('announced', sql, [count])).map((row) => integer(row, 0));
    let next = 0;
    return entries.map(({ flatName }) => (flatName === null ? null : (numbers[next++] ?? null)));
  }
}
