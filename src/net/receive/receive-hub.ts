import { formatAddress } from '../../core/access/link.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';
import type { Identity } from '../identity/identity.ts';
import type { Pace } from '../../core/transfer/pace.ts';
import { BatchFlight, type BatchReporter } from './batch/batch-flight.ts';
import type { PackedBatch } from './batch/packed-batch.ts';
import { BodyFlight, type BodyRun } from './body-flight.ts';
import { Flight, type RunReporter } from './flight.ts';
import type { Flying } from './flying.ts';
import type { ReceiveLimits, ReceiveRun } from './receive-run.ts';
import { SourceConnection } from './source-connection.ts';

/** Deadlines are looked at this often within the shortest of them. */
const CHECKS = 4;

type Reporter = RunReporter & BatchReporter;

/** What one connection gets at least under a limit, bytes per second: with less its source would think that it stalled. */
const LEAST_SHARE = 32_000;

interface Components {
  readonly identity: Identity;
  readonly hasher: Hasher;
  readonly reporter: Reporter;
  readonly pace: Pace;
  /** Told how long a piece took to write, ms. */
  readonly onWritten?: (ms: number) => void;
}

/** All runs of one worker, each on the connection of its source. */
export class ReceiveHub {
  readonly #components: Components;
  readonly #limits: ReceiveLimits;
  readonly #connections = new Map<string, SourceConnection>();
  readonly #flights = new Map<number, { readonly flight: Flying; connection?: SourceConnection }>();
  /** Ids of runs whose source must wait for a connection to become free. */
  readonly #waiting = new Set<number>();
  readonly #interval: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(components: Components, limits: ReceiveLimits) {
    const forget = (id: number): void => void this.#flights.delete(id);
    const { reporter } = components;
    this.#components = {
      ...components,
      reporter: {
        chosen: (id, pieces) => reporter.chosen(id, pieces),
        told: (id, bitfield) => reporter.told(id, bitfield),
        pieces: (id, pieces) => reporter.pieces(id, pieces),
        group: (id, group) => reporter.group(id, group),
        done: (id, result) => {
          forget(id);
          reporter.done(id, result);
        },
        failed: (id, error) => {
          forget(id);
          reporter.failed(id, error);
        },
      },
    };
    this.#limits = limits;
    this.#interval = Math.min(1000, Math.max(10, Math.min(limits.stallMs, limits.idleMs) / CHECKS));
  }

  run(id: number, run: ReceiveRun): void {
    let flight: Flight;
    try {
      flight = new Flight(id, run, this.#components);
      if (flight.finishEmpty()) return;
    } catch (error) {
      this.#components.reporter.failed(id, AyniError.from(error));
      return;
    }
    this.#flights.set(id, { flight });
    this.#place(id);
  }

  batch(id: number, run: PackedBatch): void {
    this.#flights.set(id, { flight: new BatchFlight(id, run, this.#components) });
    this.#place(id);
  }

  body(id: number, run: BodyRun, onBody: (body: Uint8Array) => void): void {
    const { reporter } = this.#components;
    this.#flights.set(id, { flight: new BodyFlight(id, run, { reporter, onBody }) });
    this.#place(id);
  }

  cancel(id: number): void {
    const known = this.#flights.get(id);
    if (known === undefined) return;
    this.#waiting.delete(id);
    known.flight.fail(new AyniError('cancelled', 'This run was cancelled.'), performance.now());
    known.connection?.cancel(known.flight);
  }

  /** Closes what has nothing to do. */
  closeIdle(): void {
    for (const connection of this.#connections.values()) if (connection.idle) connection.close();
  }

  close(): void {
    clearInterval(this.#timer);
    for (const id of this.#waiting) this.cancel(id);
    for (const connection of this.#connections.values()) connection.close();
  }

  #check(): void {
    const now = performance.now();
    for (const connection of this.#connections.values()) connection.check(now);
    if (this.#connections.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #place(id: number): void {
    const known = this.#flights.get(id);
    if (known === undefined) return;
    const { source, peer } = known.flight.run;
    const key = `${peer} ${formatAddress(source)}`;
    const connection = this.#connections.get(key) ?? this.#open(key, known.flight.run);
    if (connection === undefined) {
      this.#waiting.add(id);
      return;
    }
    known.connection = connection;
    connection.add(known.flight);
  }

  #open(key: string, { source, peer }: Flying['run']): SourceConnection | undefined {
    if (this.#connections.size >= this.#most()) {
      const idle = [...this.#connections.values()].find((connection) => connection.idle);
      if (idle === undefined) return undefined;
      idle.close();
    }
    const connection = new SourceConnection(
      { identity: this.#components.identity, pace: this.#components.pace, onIdle: () => this.#onIdle(key, connection) },
      { source, peer, limits: this.#limits },
    );
    this.#connections.set(key, connection);
    this.#timer ??= setInterval(() => this.#check(), this.#interval);
    return connection;
  }

  #most(): number {
    const { rate = Infinity } = this.#components.pace;
    return Math.min(this.#limits.maxConnections, Math.max(1, Math.floor(rate / LEAST_SHARE)));
  }

  #onIdle(key: string, connection: SourceConnection): void {
    if (!connection.connected && connection.idle && this.#connections.get(key) === connection) {
      this.#connections.delete(key);
    }
    // What waited takes the place of the connection that has nothing to do.
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next);
    queueMicrotask(() => this.#place(next));
  }
}
