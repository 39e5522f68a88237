import type { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import type { NetworkId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import { Database, type DatabaseOptions, type Queries } from '../postgres/database.ts';
import { migrate } from '../postgres/migrations.ts';
import { integer, text } from '../postgres/row.ts';
import { openDatabase } from '../sqlite/database.ts';
import { migrate as migrateSqlite } from '../sqlite/migrations.ts';
import { movedTables, type MovedTable } from './tables.ts';

/** Rows of one statement. */
const CHUNK = 2000;

/** How many of each went over. */
export interface Moved {
  readonly members: number;
  readonly shares: number;
  readonly entries: number;
  readonly holds: number;
}

/**
 * Copies a tracker's state from a SQLite file, which stays as it is, into a PostgreSQL database, in one transaction:
 * all of it or nothing. Paths are held in memory on the way, about 200 bytes for each.
 * @param path of the SQLite file, which no tracker may have open
 * @throws {AyniError} `conflict` where the database has a network already; `io-failed` where what arrived is not what
 * left; `state-newer`, `busy`, `no-permission`, `disk-full`
 */
export async function moveToPostgres(
  path: string,
  options: DatabaseOptions,
  { network, log }: { readonly network: NetworkId; readonly log: Logger },
): Promise<Moved> {
  const source = openDatabase(path, { readOnly: false, cacheKiB: 32 * 1024 });
  try {
    migrateSqlite(source, path);
    const target = new Database({ log }, { ...options, connections: 1 });
    try {
      await migrate(target);
      return await target.transaction((queries) => moveAll(source, queries, network));
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}

async function moveAll(source: DatabaseSync, queries: Queries, network: NetworkId): Promise<Moved> {
  await claimEmpty(queries, network);
  const counts = new Map<string, number>();
  for (const table of movedTables()) counts.set(table.name, await moveTable(source, queries, table));
  const counter = `SELECT value FROM counters WHERE name = 'revocations'`;
  await setCounter(queries, 'revocations', numberOf(source, counter));
  await setCounter(queries, 'events', numberOf(source, `SELECT max(id) FROM events`));
  await setCounter(queries, 'leases', 1);
  const announced = numberOf(source, 'SELECT max(announced) FROM entries');
  if (announced > 0) await queries.row('move-announced', `SELECT setval('announced', $1)`, [announced]);
  // Folders of paths that nobody has, and what the sweeper had not come to.
  await queries.run(
    'move-stale-paths',
    'INSERT INTO stale_paths SELECT id FROM paths p WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.path = p.id)',
  );
  await queries.run(
    'move-stale-contents',
    `INSERT INTO stale_contents SELECT id FROM contents c WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.content = c.id)
     AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.content = c.id)`,
  );
  const count = (table: string) => counts.get(table) ?? 0;
  return { members: count('members'), shares: count('shares'), entries: count('entries'), holds: count('holds') };
}

/** Until the end no tracker claims the database for its network. */
async function claimEmpty(queries: Queries, network: NetworkId): Promise<void> {
  await queries.run('move-lock', 'LOCK TABLE network, peers IN EXCLUSIVE MODE');
  await queries.run('move-claim', 'INSERT INTO network (id) VALUES ($1) ON CONFLICT DO NOTHING', [network]);
  const owner = text(await queries.row('network', 'SELECT id FROM network'), 0);
  const peers = await queries.row('move-any', 'SELECT 1 FROM peers UNION ALL SELECT 1 FROM shares LIMIT 1');
  if (owner === network && peers === undefined) return;
  throw new AyniError(
    'conflict',
    'The database has the state of a network already, and nothing was changed: name an empty one with --store.',
  );
}

async function moveTable(source: DatabaseSync, queries: Queries, table: MovedTable): Promise<number> {
  let count = 0;
  let chunk: (readonly unknown[])[] = [];
  const flush = async (): Promise<void> => {
    if (chunk.length > 0) await insert(queries, table, chunk);
    count += chunk.length;
    chunk = [];
  };
  for (const row of source.prepare(table.select).iterate()) {
    chunk.push(table.values(row));
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  const arrived = integer(await queries.row(`move-count-${table.name}`, `SELECT count(*) FROM ${table.name}`), 0);
  // Everyone is an audience from the beginning.
  const expected = table.name === 'audiences' ? count + 1 : count;
  if (arrived !== expected) {
    throw new AyniError(
      'io-failed',
      `Of "${table.name}" ${arrived} rows arrived instead of ${expected}: nothing was moved.`,
    );
  }
  if (table.identity === true) {
    const sql = `SELECT setval(pg_get_serial_sequence('${table.name}', 'id'), greatest(1, (SELECT max(id) FROM ${table.name})))`;
    await queries.row(`move-sequence-${table.name}`, sql);
  }
  return count;
}

async function insert(
  queries: Queries,
  { name, columns, expressions = {}, identity = false }: MovedTable,
  rows: readonly (readonly unknown[])[],
): Promise<void> {
  const names = columns.map(([column]) => column);
  const chosen = names.map((column) => expressions[column] ?? `u.${column}`);
  await queries.run(
    `move-${name}`,
    `INSERT INTO ${name} (${names.join(', ')}) ${identity ? 'OVERRIDING SYSTEM VALUE' : ''}
     SELECT ${chosen.join(', ')} FROM unnest(${columns.map(([, type], at) => `$${at + 1}::${type}[]`).join(', ')})
       u (${names.join(', ')})`,
    columns.map((_, at) => rows.map((row) => row[at] ?? null)),
  );
}

async function setCounter(queries: Queries, name: string, value: number): Promise<void> {
  await queries.run('move-counter', 'UPDATE counters SET value = $2 WHERE name = $1', [name, value]);
}

/** The number that a statement gives; 0 for none. */
function numberOf(source: DatabaseSync, sql: string): number {
  const row = source.prepare(sql).get();
  const value: unknown = row === undefined ? undefined : Object.values(row)[0];
  return typeof value === 'number' ? value : 0;
}
