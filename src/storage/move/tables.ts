import { createHash } from 'node:crypto';
import { digestOf, extensionOf, walkKey } from '../postgres/paths.ts';
import { foldText, wordBeginnings } from '../../core/swarm/search-text.ts';

/** A row of SQLite, by column. */
type SqliteRow = Readonly<Record<string, unknown>>;

/** How a table of the SQLite store becomes one of the PostgreSQL store. Rows keep their numbers. */
export interface MovedTable {
  readonly name: string;
  /** Of SQLite, in the order in which they go over. */
  readonly select: string;
  /** PostgreSQL's columns with their types. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  /** Values in the order of the columns. */
  readonly values: (row: SqliteRow) => readonly unknown[];
  /** For a column that is no array in an array: what the statement makes of `u.name`. */
  readonly expressions?: Readonly<Record<string, string>>;
  /** Whether its numbers are given out by the database. */
  readonly identity?: boolean;
}

const plain = (
  name: string,
  columns: MovedTable['columns'],
  more: { readonly where?: string; readonly identity?: boolean } = {},
): MovedTable => ({
  name,
  select: `SELECT * FROM ${name} ${more.where ?? ''}`,
  columns,
  values: (row) => columns.map(([column, type]) => (type === 'boolean' ? row[column] === 1 : row[column])),
  ...(more.identity === true ? { identity: true } : {}),
});

/** The tables in the order in which they refer to one another. Made anew for each try: it remembers paths on the way. */
export function movedTables(): readonly MovedTable[] {
  /** Whole paths by row; a parent has a lower number than what is in it. */
  const paths = new Map<number, string>();
  const pathOf = (row: SqliteRow): string => {
    const above = paths.get(Number(row['parent']));
    return above === undefined ? String(row['name']) : `${above}/${String(row['name'])}`;
  };
  const inShare = (row: SqliteRow): string => {
    const whole = paths.get(Number(row['path'])) ?? '';
    return whole.slice(String(row['share_name']).length + 1);
  };
  return [
    plain(
      'peers',
      [
        ['id', 'bigint'],
        ['key', 'bytea'],
      ],
      { identity: true },
    ),
    plain('members', [
      ['peer', 'bigint'],
      ['name', 'text'],
      ['role', 'text'],
      ['groups', 'text'],
      ['joined', 'bigint'],
    ]),
    plain('revocations', [
      ['peer', 'bigint'],
      ['at', 'bigint'],
    ]),
    plain('invites', [
      ['id', 'text'],
      ['secret_hash', 'bytea'],
      ['role', 'text'],
      ['groups', 'text'],
      ['uses_left', 'bigint'],
      ['expires', 'bigint'],
      ['revoked', 'boolean'],
    ]),
    {
      ...plain('leases', [
        ['peer', 'bigint'],
        ['endpoints', 'text'],
        ['slots_total', 'bigint'],
        ['slots_free', 'bigint'],
        ['agent', 'text'],
        ['expires', 'bigint'],
        ['seen', 'bigint'],
        ['change', 'bigint'],
      ]),
      select: 'SELECT *, 1 AS change FROM leases',
    },
    {
      // 1 is everyone, and there already.
      ...plain(
        'audiences',
        [
          ['id', 'bigint'],
          ['key', 'bytea'],
        ],
        { where: 'WHERE id <> 1', identity: true },
      ),
      values: (row) => [row['id'], createHash('sha256').update(String(row['key'])).digest()],
    },
    plain('audience_groups', [
      ['name', 'text'],
      ['audience', 'bigint'],
    ]),
    plain('audience_peers', [
      ['peer', 'bigint'],
      ['audience', 'bigint'],
    ]),
    plain(
      'shares',
      [
        ['id', 'bigint'],
        ['peer', 'bigint'],
        ['name', 'text'],
        ['audience', 'bigint'],
        ['revision', 'bigint'],
        ['generation', 'bigint'],
        ['listing', 'boolean'],
        ['files', 'bigint'],
        ['bytes', 'double precision'],
      ],
      { identity: true },
    ),
    {
      name: 'paths',
      select: 'SELECT * FROM paths ORDER BY id',
      columns: [
        ['id', 'bigint'],
        ['digest', 'bytea'],
        ['path', 'text'],
        ['folded', 'text'],
        ['beginnings', 'text'],
        ['extension', 'text'],
      ],
      values: (row) => {
        const path = pathOf(row);
        paths.set(Number(row['id']), path);
        const folded = foldText(path);
        return [row['id'], digestOf(path), path, folded, [...wordBeginnings(folded)].join(' '), extensionOf(path)];
      },
      expressions: { beginnings: `string_to_array(u.beginnings, ' ')` },
      identity: true,
    },
    plain(
      'contents',
      [
        ['id', 'bigint'],
        ['hash', 'bytea'],
        ['size', 'bigint'],
        ['md5', 'bytea'],
        ['sha256', 'bytea'],
      ],
      { identity: true },
    ),
    plain('foreign_contents', [
      ['content', 'bigint'],
      ['dialect', 'text'],
      ['peer', 'bigint'],
      ['name', 'text'],
    ]),
    plain('withdrawn', [['hash', 'bytea']]),
    {
      ...plain('entries', [
        ['path', 'bigint'],
        ['share', 'bigint'],
        ['parent', 'bigint'],
        ['walk', 'text'],
        ['kind', 'smallint'],
        ['content', 'bigint'],
        ['mtime', 'bigint'],
        ['executable', 'boolean'],
        ['target', 'text'],
        ['flat_name', 'text'],
        ['generation', 'bigint'],
        ['announced', 'bigint'],
      ]),
      select: 'SELECT e.*, s.name AS share_name FROM entries e JOIN shares s ON s.id = e.share',
      values: (row) => [
        row['path'],
        row['share'],
        row['parent'],
        walkKey(inShare(row)),
        row['kind'],
        row['content'],
        row['mtime'],
        row['executable'] === 1,
        row['target'],
        row['flat_name'],
        row['generation'],
        row['announced'],
      ],
    },
    plain('holds', [
      ['content', 'bigint'],
      ['peer', 'bigint'],
      ['pieces', 'bigint'],
      ['audience', 'bigint'],
      ['flat_name', 'text'],
    ]),
    plain('events', [
      ['id', 'bigint'],
      ['at', 'bigint'],
      ['kind', 'text'],
      ['peer', 'bigint'],
      ['share', 'text'],
      ['content', 'bytea'],
      ['audience', 'bigint'],
    ]),
  ];
}
