import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { SILENT } from '../../../src/core/log.ts';
import { readControlFile } from '../../../src/main/state/control-file.ts';
import { trackerFolder } from '../../../src/main/state/has-tracker.ts';
import { openPostgresStore } from '../../../src/storage/postgres/open-postgres-store.ts';
import { PrivatePostgres } from '../../../test/support/private-postgres.ts';
import { CLI } from '../ayni-pair.ts';
import { cpuSeconds } from '../process-figures.ts';
import { freePorts, Programs, until } from '../programs.ts';
import { addCallers } from './callers.ts';
import type { Identified } from './load-messages.ts';
import { fillStore, type SwarmSize } from './synthetic-swarm.ts';

const READY_MS = 120_000;

/** A PostgreSQL server of a bench's own with a swarm in it, and trackers over it. */
export class PostgresTrackers implements AsyncDisposable {
  readonly server: PrivatePostgres;
  /** Members with certificates, whose connections the load comes over. */
  readonly identities: readonly Identified[];
  readonly #url: string;
  readonly #folder: string;
  readonly #programs = new Programs();
  readonly #trackers: { readonly port: number; readonly pid: number }[] = [];

  private constructor(server: PrivatePostgres, url: string, identities: readonly Identified[], folder: string) {
    this.server = server;
    this.identities = identities;
    this.#url = url;
    this.#folder = folder;
  }

  /** @param folder for the states of the trackers */
  static async make(
    folder: string,
    size: SwarmSize & { readonly callers: number },
    say: (line: string) => void,
  ): Promise<PostgresTrackers> {
    const server = await PrivatePostgres.start();
    try {
      const url = await server.makeDatabase('bench');
      const { store } = await openPostgresStore({ url }, { log: SILENT });
      try {
        const identities = await addCallers(store, size.callers);
        await fillStore(store, size, say);
        // As the server does by itself a minute later; until then its plans are those of small tables.
        await server.sql('VACUUM ANALYZE', 'bench');
        return new PostgresTrackers(server, url, identities, folder);
      } finally {
        await store.close();
      }
    } catch (error) {
      await server.remove();
      throw error;
    }
  }

  get ports(): readonly number[] {
    return this.#trackers.map(({ port }) => port);
  }

  get pids(): readonly number[] {
    return this.#trackers.map(({ pid }) => pid);
  }

  /** Starts trackers until there are so many. */
  async grow(count: number): Promise<void> {
    while (this.#trackers.length < count) await this.#start(this.#trackers.length);
  }

  /** CPU time so far, s. */
  used(): { readonly trackers: number; readonly database: number } {
    const trackers = this.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
    return { trackers, database: cpuSeconds(this.server.pid) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#programs[Symbol.asyncDispose]();
    await this.server.remove();
  }

  async #start(number: number): Promise<void> {
    const [port = 0] = await freePorts(1);
    const state = join(this.#folder, `state ${number}`);
    const key = join(this.#folder, 'network.key');
    const args = ['--state', state, '--store', this.#url, '--host', '127.0.0.1', '--tracker-port', String(port)];
    if (number > 0) args.push('--network-key', key);
    mkdirSync(trackerFolder(state), { recursive: true });
    const { pid } = this.#programs.start(process.execPath, [CLI, 'tracker', ...args, '--json']);
    await until(`tracker ${number} listens`, () => readControlFile(state), { ms: READY_MS });
    if (!existsSync(key)) copyFileSync(join(trackerFolder(state), 'network.key'), key);
    this.#trackers.push({ port, pid });
  }
}
