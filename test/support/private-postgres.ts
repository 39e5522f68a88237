import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

import { freePort } from './free-port.ts';

const run = promisify(execFile);
const DEBIAN = '/usr/lib/postgresql';
/** The server refuses to run as root; "nobody" owns nothing else. */
const NOBODY = 65_534;
const STEP_MS = 60_000;

/** Where the newest PostgreSQL's programs are; undefined where there is none. */
function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).filter((name) => /^\d+$/.test(name)) : [];
  const newest = versions.map(Number).toSorted((a, b) => b - a)[0];
  const folder = newest === undefined ? undefined : join(DEBIAN, String(newest), 'bin');
  return folder !== undefined && existsSync(join(folder, 'initdb')) ? folder : undefined;
}

/** Why tests with PostgreSQL cannot run here; false where they can, or where CI demands all. */
export const withoutPostgres: string | false =
  postgresPrograms() === undefined && process.env['AYNI_REQUIRE_ALL'] !== '1'
    ? 'needs PostgreSQL: apt-get install postgresql'
    : false;

/** A PostgreSQL server of a test's own, in a temporary folder, on a port that was free. */
export class PrivatePostgres {
  readonly port: number;
  readonly #folder: string;
  readonly #programs: string;

  private constructor(folder: string, programs: string, port: number) {
    this.#folder = folder;
    this.#programs = programs;
    this.port = port;
  }

  static async start(): Promise<PrivatePostgres> {
    const programs = postgresPrograms();
    if (programs === undefined) throw new Error('there is no PostgreSQL here');
    const folder = await mkdtemp(join(tmpdir(), 'ayni-postgres-'));
    if (process.getuid?.() === 0) await chown(folder, NOBODY, NOBODY);
    const server = new PrivatePostgres(folder, programs, await freePort());
    await server.#do('initdb', '-D', server.#data, '-U', 'ayni', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '-N');
    await appendFile(
      join(server.#data, 'postgresql.conf'),
      `port = ${server.port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 80\nshared_buffers = 64MB\nfsync = off\n`,
    );
    await server.up();
    return server;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  /** Of the server, whose other processes are below it. */
  get pid(): number {
    return Number(readFileSync(join(this.#data, 'postmaster.pid'), 'utf8').split('\n', 1)[0]);
  }

  url(database = 'postgres'): string {
    return `postgres://ayni@127.0.0.1:${this.port}/${database}`;
  }

  /** Runs SQL as the server's administrator. */
  async sql(text: string, database = 'postgres'): Promise<readonly Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url(database), connectionTimeoutMillis: 10_000 });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** An empty database; its URL. */
  async makeDatabase(name: string): Promise<string> {
    await this.sql(`CREATE DATABASE ${name}`);
    return this.url(name);
  }

  async up(): Promise<void> {
    await this.#do('pg_ctl', '-D', this.#data, '-w', '-t', '50', '-l', join(this.#folder, 'log'), 'start');
  }

  /** @param mode `fast` ends sessions, `immediate` is a crash */
  async down(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.#do('pg_ctl', '-D', this.#data, '-w', '-m', mode, 'stop');
  }

  async remove(): Promise<void> {
    await this.down('immediate').catch(() => {});
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  async #do(program: string, ...args: readonly string[]): Promise<void> {
    const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const options = {
      ...user,
      cwd: this.#folder,
      timeout: STEP_MS,
      env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
    };
    await run(join(this.#programs, program), args, options);
  }
}
