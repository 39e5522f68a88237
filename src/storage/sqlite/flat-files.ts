import type { DatabaseSync } from 'node:sqlite';
import { DIALECTS, type Dialect } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { FlatEntry, FlatQuery } from '../../core/swarm/catalog.ts';
import { EVERYONE_ROW } from './audiences.ts';
import { FILE } from './entries.ts';
import type { OnlineBoard } from '../leases/online-board.ts';
import type { PeerRows } from './peer-rows.ts';
import { bytes, integer, isNull, Statement, text, type Row } from './statement.ts';

const COLUMNS = 'c.size, c.md5, c.id';
const ENTRIES = `SELECT e.flat_name, ${COLUMNS}, s.peer, f.dialect FROM entries e JOIN shares s ON s.id = e.share
  JOIN contents c ON c.id = e.content LEFT JOIN foreign_contents f ON f.content = c.id`;
const HOLDS = `SELECT h.flat_name, ${COLUMNS}, h.peer, NULL FROM holds h JOIN contents c ON c.id = h.content`;
const ENTRY = `e.kind = ${FILE} AND s.audience = ${EVERYONE_ROW} AND e.flat_name IS NOT NULL`;
// A part has no name yet.
const HOLD = `h.audience = ${EVERYONE_ROW} AND h.flat_name IS NOT NULL AND h.pieces = (c.size + 262143) / 262144`;

interface Owners {
  /** Rows of those who serve the dialect. */
  readonly direct: ReadonlySet<number>;
  readonly bridged: boolean;
}

/** The flat catalog of a dialect. */
export class FlatFiles {
  readonly #rows: PeerRows;
  readonly #board: OnlineBoard;
  readonly #named: readonly Statement[];
  readonly #all: readonly Statement[];
  readonly #gone: Statement;

  constructor(database: DatabaseSync, rows: PeerRows, board: OnlineBoard) {
    const statement = (sql: string) => new Statement(database, sql);
    this.#rows = rows;
    this.#board = board;
    this.#named = [
      statement(`${ENTRIES} WHERE ${ENTRY} AND e.flat_name = ? ORDER BY e.announced`),
      statement(`${HOLDS} WHERE ${HOLD} AND h.flat_name = ? ORDER BY h.content, h.peer`),
    ];
    this.#all = [
      statement(`${ENTRIES} WHERE ${ENTRY} ORDER BY e.announced`),
      statement(`${HOLDS} WHERE ${HOLD} ORDER BY h.content, h.peer`),
    ];
    this.#gone = statement(`SELECT DISTINCT f.peer FROM foreign_contents f WHERE f.dialect = ?`);
  }

  /**
   * @param direct rows of online peers that serve the dialect
   * @param bridged whether one of them brings what all others have
   */
  find(query: FlatQuery, direct: readonly number[], bridged: boolean, now: number): readonly FlatEntry[] {
    const gone = query.withGone ? this.#gone.all(query.dialect).map((row) => integer(row, 0)) : [];
    const owners = { direct: new Set([...direct, ...gone]), bridged };
    const found: FlatEntry[] = [];
    const statements = query.name === undefined ? this.#all : this.#named;
    for (const statement of statements) {
      for (const row of statement.iterate(...(query.name === undefined ? [] : [query.name]))) {
        const entry = this.#entryOf(row, query, owners, now);
        if (entry !== undefined) found.push(entry);
        if (found.length >= query.limit) return found;
      }
    }
    return found;
  }

  #entryOf(row: Row, query: FlatQuery, { direct, bridged }: Owners, now: number): FlatEntry | undefined {
    const name = text(row, 0);
    if (query.contains !== undefined && !name.includes(query.contains)) return undefined;
    if (query.withMd5 && isNull(row, 2)) return undefined;
    const peer = integer(row, 4);
    const dialect = isNull(row, 5) ? undefined : dialectOf(text(row, 5));
    // A foreign peer is an owner in its own dialect alone.
    const isDirect = direct.has(peer) && (dialect === undefined || dialect === query.dialect);
    if (!isDirect && !(bridged && dialect !== query.dialect && this.#board.isOnline(peer, now))) return undefined;
    return {
      name,
      content: integer(row, 3),
      ...(isNull(row, 1) ? {} : { size: integer(row, 1) }),
      ...(isNull(row, 2) ? {} : { md5: Buffer.from(bytes(row, 2)).toString('hex') }),
      ...(isDirect ? { owner: this.#rows.idOf(peer) } : {}),
    };
  }
}

export function dialectOf(word: string): Dialect {
  const dialect = DIALECTS.find((each) => each === word);
  if (dialect === undefined) throw new AyniError('io-failed', `The tracker's database is damaged: dialect "${word}".`);
  return dialect;
}
