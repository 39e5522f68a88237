import type { Viewer } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, idBytes } from '../../core/ids.ts';
import { parseSharePath } from '../../core/names/share-path.ts';
import type { BrowsedEntry, BrowseQuery, ForeignFile, Page } from '../../core/swarm/catalog.ts';
import { badCursor, decodeCursor, encodeCursor } from '../cursor.ts';
import type { Presences } from '../leases/presences.ts';
import { readAudience, seen, viewOf } from './audiences.ts';
import type { Queries } from './database.ts';
import { DIRECTORY, FILE } from './entries.ts';
import { foreignFiles } from './foreign-files.ts';
import { digestOf, TOP, walkKey } from './paths.ts';
import { bytes, hex, integer, isNull, text, truth, type Row } from './row.ts';

interface VisibleShare {
  readonly id: number;
  readonly name: string;
  readonly audience: number;
}

/** What is asked of one share: a place in it, and where the last page ended. */
interface Place {
  readonly share: VisibleShare;
  /** Row of the path; TOP for the share itself as a child. */
  readonly parent: number;
  readonly path: string;
}

const COLUMNS =
  'e.path, p.path, e.kind, c.hash, c.size, e.mtime, e.executable, e.target, e.flat_name, c.md5, e.content';
const TABLES = 'entries e JOIN paths p ON p.id = e.path LEFT JOIN contents c ON c.id = e.content';
const ROOT_SQL = `SELECT ${COLUMNS} FROM ${TABLES} WHERE e.share = $1 AND e.parent = ${TOP}`;
const AT_SQL = `SELECT ${COLUMNS} FROM ${TABLES} WHERE e.share = $1 AND p.digest = $2`;
const CHILDREN_SQL = `SELECT ${COLUMNS} FROM ${TABLES} WHERE e.share = $1 AND e.parent = $2 AND p.path > $3
  ORDER BY p.path LIMIT $4`;
// The index knows the first 600 characters of the order. What is below a directory has its key as a beginning.
const BELOW_SQL = `SELECT ${COLUMNS} FROM ${TABLES} WHERE e.share = $1 AND left(e.walk, 600) >= left($2, 600)
  AND (e.walk > $2 OR (e.walk = $2 AND p.path > $3)) AND left(e.walk, 600) <= left($4, 600) || $5
  AND starts_with(p.path, $6) ORDER BY left(e.walk, 600), e.walk, p.path LIMIT $7`;
const LAST_CHARACTER = '\u{10ffff}';

export class Browse {
  readonly #queries: Queries;
  readonly #presences: Presences;

  constructor(queries: Queries, presences: Presences) {
    this.#queries = queries;
    this.#presences = presences;
  }

  /** Errors as `SwarmStore.browse`. */
  async browse(viewer: Viewer, query: BrowseQuery): Promise<Page<BrowsedEntry>> {
    const path: string = parseSharePath(query.path);
    const after = placeAfter(query.cursor);
    const shares = await this.#shares(viewer, query);
    const notFound = () => {
      const what = path === '' ? query.peer : `"${path}" of ${query.peer}`;
      return new AyniError('not-found', `There is nothing to see at ${what}: list what is above it.`, {
        context: { peer: query.peer, path },
      });
    };
    if (shares === undefined) throw notFound();
    if (path === '') return this.#page(await this.#list(shares, query, after), query, '');
    const [name = ''] = path.split('/');
    const share = shares.find((each) => each.name === name);
    const row = share && (await this.#queries.row('browse-at', AT_SQL, [share.id, digestOf(path)]));
    if (!share || !row) throw notFound();
    // A path that is a file gives that file alone.
    if (integer(row, 2) !== DIRECTORY) return { items: await this.#entries([{ row, share }]) };
    const place = { share, parent: integer(row, 0), path };
    const rows = query.recursive
      ? await this.#below(place, after === '' ? path : `${path}/${after}`, query.limit + 1)
      : await this.#queries.rows('browse-children', CHILDREN_SQL, [
          share.id,
          place.parent,
          `${path}/${after}`,
          query.limit + 1,
        ]);
    return this.#page(
      rows.map((each) => ({ row: each, share })),
      query,
      path,
    );
  }

  /** In the order of names; undefined where the peer is no member. */
  async #shares(viewer: Viewer, query: BrowseQuery): Promise<readonly VisibleShare[] | undefined> {
    const view = await viewOf(this.#queries, viewer);
    const sql = `SELECT s.id, s.name, s.audience FROM peers q JOIN members m ON m.peer = q.id
      LEFT JOIN shares s ON s.peer = q.id AND ${seen('s')} WHERE q.key = $3 ORDER BY s.name`;
    const rows = await this.#queries.rows('browse-shares', sql, [view.row, view.admitted, idBytes(query.peer)]);
    if (rows.length === 0) return undefined;
    return rows.flatMap((row) =>
      isNull(row, 0) ? [] : [{ id: integer(row, 0), name: text(row, 1), audience: integer(row, 2) }],
    );
  }

  /** The list of a peer's shares, or everything below it. */
  async #list(shares: readonly VisibleShare[], query: BrowseQuery, after: string): Promise<readonly Found[]> {
    const [first = ''] = after.split('/');
    const found: Found[] = [];
    for (const share of shares) {
      const order = Buffer.compare(Buffer.from(share.name), Buffer.from(first));
      const left = query.limit + 1 - found.length;
      if (left <= 0) break;
      if (after !== '' && (order < 0 || (order === 0 && !query.recursive))) continue;
      if (after === '' || order > 0) {
        const row = await this.#queries.row('browse-root', ROOT_SQL, [share.id]);
        if (row) found.push({ row, share, root: true });
      }
      if (!query.recursive || left <= 1) continue;
      const from = after !== '' && order === 0 ? after : share.name;
      const place = { share, parent: TOP, path: share.name };
      for (const row of await this.#below(place, from, query.limit + 1 - found.length)) found.push({ row, share });
    }
    return found;
  }

  /** @param from the whole path at which the page before ended */
  async #below(place: Place, from: string, limit: number): Promise<readonly Row[]> {
    const inShare = (path: string) => walkKey(path.slice(place.share.name.length + 1));
    const base = inShare(place.path);
    const values = [place.share.id, inShare(from), from, base, LAST_CHARACTER, `${place.path}/`, limit];
    return this.#queries.rows('browse-below', BELOW_SQL, values);
  }

  async #page(found: readonly Found[], query: BrowseQuery, path: string): Promise<Page<BrowsedEntry>> {
    const items = await this.#entries(found.slice(0, query.limit));
    if (found.length <= query.limit) return { items };
    const last = items.at(-1)?.path ?? '';
    return { items, cursor: encodeCursor(last.slice(path === '' ? 0 : path.length + 1)) };
  }

  async #entries(found: readonly Found[]): Promise<readonly BrowsedEntry[]> {
    const unhashed = found.filter(({ row }) => !isNull(row, 10) && isNull(row, 3)).map(({ row }) => integer(row, 10));
    const foreign = await foreignFiles(this.#queries, this.#presences, unhashed);
    const entries: BrowsedEntry[] = [];
    for (const { row, share, root } of found) {
      const entry = entryOf(row, isNull(row, 10) ? undefined : foreign.get(integer(row, 10)));
      if (root !== true) entries.push(entry);
      else entries.push({ ...entry, kind: 'share', audience: await readAudience(this.#queries, share.audience) });
    }
    return entries;
  }
}

interface Found {
  readonly row: Row;
  readonly share: VisibleShare;
  /** Whether it is the share itself, in the list of shares. */
  readonly root?: boolean;
}

function entryOf(row: Row, foreign: ForeignFile | undefined): BrowsedEntry {
  const path = text(row, 1);
  const kind = integer(row, 2);
  if (kind === DIRECTORY) return { kind: 'directory', path };
  if (kind !== FILE) return { kind: 'symlink', path, target: text(row, 7) };
  return {
    kind: 'file',
    path,
    ...(isNull(row, 3) ? {} : { content: contentIdOfHash(bytes(row, 3)) }),
    ...(isNull(row, 4) ? {} : { size: integer(row, 4) }),
    mtime: integer(row, 5),
    executable: truth(row, 6),
    // Mostly it is the name that the path ends with.
    ...(isNull(row, 8) || path.endsWith(`/${text(row, 8)}`) ? {} : { flatName: text(row, 8) }),
    ...(isNull(row, 9) ? {} : { digests: { md5: hex(row, 9) } }),
    ...(foreign === undefined ? {} : { foreign }),
  };
}

/** Where the page before ended, below the path that is browsed; '' to begin. */
function placeAfter(cursor: string | undefined): string {
  if (cursor === undefined) return '';
  const value = decodeCursor(cursor);
  if (typeof value !== 'string' || value === '') throw badCursor();
  try {
    return parseSharePath(value);
  } catch {
    throw badCursor();
  }
}
