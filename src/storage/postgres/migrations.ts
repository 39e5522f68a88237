import { AyniError } from '../../core/errors.ts';
import type { Database } from './database.ts';
import { sqlStateOf } from './database-error.ts';
import { integer, isNull } from './row.ts';
import { SCHEMA_1 } from './schema-1.ts';
import { SCHEMA_2 } from './schema-2.ts';

/**
 * Each brings the schema from the version that is its index to the next. Append only. `oldest` is the lowest newest
 * version that a program may know and still use the database: it stays while a step only expands, and grows a release
 * later with the step that contracts.
 */
const MIGRATIONS: readonly { readonly sql: string; readonly oldest: number }[] = [
  { sql: SCHEMA_1, oldest: 1 },
  { sql: SCHEMA_2, oldest: 1 },
];

const NEWEST_SCHEMA = MIGRATIONS.length;

/** A migration that takes longer has lost its claim. */
const CLAIM_MS = 600_000;
const NOW = '(extract(epoch FROM clock_timestamp()) * 1000)::bigint';

const CLAIM_TABLE = `CREATE TABLE IF NOT EXISTS schema_state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one), version bigint NOT NULL, oldest bigint NOT NULL,
  migrating_until bigint
)`;

/**
 * Brings the schema to the newest version. Of several trackers that start at once one does it, by claiming a row, and
 * the others wait for it.
 * @throws {AyniError} `state-newer`, `timeout`, `no-permission`, `io-failed` (without `pg_trgm`)
 */
export async function migrate(
  database: Database,
  { waitMs = CLAIM_MS }: { readonly waitMs?: number } = {},
): Promise<void> {
  const until = performance.now() + waitMs;
  await makeClaimTable(database);
  for (;;) {
    const state = await database.row('schema', 'SELECT version, oldest, migrating_until FROM schema_state');
    const version = state === undefined ? 0 : integer(state, 0);
    if (state !== undefined && integer(state, 1) > NEWEST_SCHEMA) throw newer(version);
    const migrating = state !== undefined && !isNull(state, 2);
    if (version >= NEWEST_SCHEMA && !migrating) return;
    if (await claim(database)) {
      await climb(database);
      return;
    }
    if (performance.now() > until) {
      throw new AyniError('timeout', 'Another tracker has been migrating the database for too long: look at its log.');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function makeClaimTable(database: Database): Promise<void> {
  // A database that is read-only just now is no reason not to start, where it was migrated before.
  const there = await database.row('schema-there', `SELECT to_regclass('schema_state') IS NOT NULL`);
  if (there?.[0] === true) return;
  try {
    await database.script(CLAIM_TABLE);
  } catch (error) {
    // Two that make it at the same moment meet in the catalog; for the other it is there then.
    const code = sqlStateOf(AyniError.is(error) ? error.cause : error);
    if (code !== '42P07' && code !== '23505' && code !== '42710') throw error;
  }
}

async function claim(database: Database): Promise<boolean> {
  await database.run('schema-row', 'INSERT INTO schema_state (version, oldest) VALUES (0, 0) ON CONFLICT DO NOTHING');
  const taken = await database.run(
    'schema-claim',
    `UPDATE schema_state SET migrating_until = ${NOW} + $1 WHERE migrating_until IS NULL OR migrating_until < ${NOW}`,
    [CLAIM_MS],
  );
  return taken > 0;
}

async function climb(database: Database): Promise<void> {
  try {
    await requireTrigrams(database);
    const version = integer(await database.row('schema-version', 'SELECT version FROM schema_state'), 0);
    for (const [index, { sql, oldest }] of MIGRATIONS.entries()) {
      if (index < version) continue;
      await database.script(
        // Sent at once, it is one transaction.
        `SET LOCAL statement_timeout = 0; ${sql}; UPDATE schema_state SET version = ${index + 1}, oldest = ${oldest}`,
      );
    }
  } finally {
    await database.run('schema-release', 'UPDATE schema_state SET migrating_until = NULL');
  }
}

async function requireTrigrams(database: Database): Promise<void> {
  const there = () => database.row('trigrams', `SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'`);
  if ((await there()) !== undefined) return;
  try {
    await database.script('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  } catch (cause) {
    if ((await there()) !== undefined) return;
    throw new AyniError(
      'io-failed',
      'The database has no pg_trgm, which searching needs: install PostgreSQL’s contrib package and let an administrator run CREATE EXTENSION pg_trgm in it.',
      { cause },
    );
  }
}

function newer(version: number): AyniError {
  return new AyniError(
    'state-newer',
    `The database has schema version ${version}, this Ayni knows ${NEWEST_SCHEMA}: install a newer Ayni.`,
    { context: { version, known: NEWEST_SCHEMA } },
  );
}
