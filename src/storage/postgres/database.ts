import pg from 'pg';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { databaseError, isConflict, isLost } from './database-error.ts';
import { integer, type Row } from './row.ts';

export interface DatabaseOptions {
  /** `postgres://user@host:port/name`; the password comes from PGPASSWORD or a file. */
  readonly url: string;
  readonly password?: string;
  /** Connections at most; 10. */
  readonly connections?: number;
  /** ms; 10,000. */
  readonly statementMs?: number;
}

/** ms. */
const CONNECT_MS = 5000;
const IDLE_MS = 30_000;
const STATEMENT_MS = 10_000;
/** A database that restarts or fails over is waited for so long, ms. */
const PATIENCE_MS = 15_000;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1000;

/**
 * For a statement whose best plan depends on what it is asked: under a name, one plan for any values takes over after
 * five times. Planning takes a millisecond or two.
 */
export const PLANNED_ANEW = '';

/** What a job in a transaction, or outside of one, asks the database with. */
export interface Queries {
  /**
   * Rows of a statement, prepared once on each connection under its name.
   * @param name of the statement; the same SQL always. `PLANNED_ANEW` for one that is planned each time
   */
  rows(name: string, sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  row(name: string, sql: string, values?: readonly unknown[]): Promise<Row | undefined>;
  /** How many rows it changed. */
  run(name: string, sql: string, values?: readonly unknown[]): Promise<number>;
}

/**
 * Connections to PostgreSQL with deadlines. What the database could not be asked because it restarted is asked again
 * for a while; what it may have done is not.
 */
export class Database implements Queries {
  readonly #pool: pg.Pool;
  readonly #log: Logger;
  readonly #closing = new AbortController();

  constructor({ log }: { readonly log: Logger }, options: DatabaseOptions) {
    const { url, password, connections = 10, statementMs = STATEMENT_MS } = options;
    this.#log = log;
    const types = new pg.TypeOverrides();
    // `pg` gives them as text; ours are all below 2^53.
    types.setTypeParser(pg.types.builtins.INT8, Number);
    this.#pool = new pg.Pool({
      connectionString: url,
      ...(password === undefined ? {} : { password }),
      max: connections,
      connectionTimeoutMillis: CONNECT_MS,
      idleTimeoutMillis: IDLE_MS,
      statement_timeout: statementMs,
      // A tracker that vanished in the middle must not hold its locks.
      idle_in_transaction_session_timeout: statementMs,
      lock_timeout: statementMs,
      // The server is told to stop first; this is for a server that says nothing any more.
      query_timeout: statementMs + 2000,
      keepAlive: true,
      application_name: 'ayni-tracker',
      types,
    });
    const lost = (error: Error) => log.warn({ reason: error.message }, 'lost a connection to the database');
    this.#pool.on('error', lost);
    // The pool hears only of those that idle; one that is at work says it twice, to whoever waits and here.
    this.#pool.on('connect', (client) => client.on('error', lost));
  }

  rows(name: string, sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#patiently((client) => new Session(client).rows(name, sql, values));
  }

  async row(name: string, sql: string, values: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.rows(name, sql, values))[0];
  }

  run(name: string, sql: string, values: readonly unknown[] = []): Promise<number> {
    return this.#patiently((client) => new Session(client).run(name, sql, values));
  }

  /**
   * Runs a job in a transaction, again where it met a conflict or lost its connection before the end.
   * Where the connection goes while it commits, nobody knows whether it did: that is a `busy`, and the caller's to
   * look at.
   */
  transaction<T>(job: (queries: Queries) => Promise<T>): Promise<T> {
    return this.#patiently(async (client) => {
      const session = new Session(client);
      await client.query('BEGIN');
      let result: T;
      try {
        result = await job(session);
      } catch (error) {
        // A connection that is lost has rolled back already.
        if (!isLost(error)) await client.query('ROLLBACK');
        throw error;
      }
      try {
        await client.query('COMMIT');
      } catch (error) {
        throw isLost(error) ? databaseError(error) : error;
      }
      return result;
    });
  }

  /** Several statements at once, outside of a transaction of ours. */
  async script(sql: string): Promise<void> {
    await this.#patiently((client) => client.query(sql));
  }

  /** ms since the Unix epoch, by the database's clock. */
  async now(): Promise<number> {
    return integer(await this.row('now', 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint'), 0);
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#pool.end();
  }

  async #patiently<T>(job: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const until = performance.now() + PATIENCE_MS;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      if (this.#closing.signal.aborted) throw new AyniError('cancelled', 'The tracker’s database was closed.');
      let client: pg.PoolClient | undefined;
      try {
        client = await this.#pool.connect();
        const result = await job(client);
        client.release();
        return result;
      } catch (error) {
        // After a failure that is not the statement's own, the connection is not used again.
        client?.release(isLost(error));
        const again = isLost(error) || isConflict(error);
        if (!again || performance.now() + pause > until) throw databaseError(error);
        this.#log.debug({ reason: String(error), pause }, 'asking the database again');
        await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
      }
    }
  }
}

class Session implements Queries {
  readonly #client: pg.PoolClient;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async rows(name: string, sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.#client.query<unknown[]>({ name, text: sql, values: [...values], rowMode: 'array' })).rows;
  }

  async row(name: string, sql: string, values: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.rows(name, sql, values))[0];
  }

  async run(name: string, sql: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.#client.query({ name, text: sql, values: [...values] })).rowCount ?? 0;
  }
}
