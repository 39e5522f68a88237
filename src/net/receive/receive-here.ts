import { AyniError } from '../../core/errors.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import type { Pace } from '../../core/transfer/pace.ts';
import type { Identity } from '../identity/identity.ts';
import type { BodyRun } from './body-flight.ts';
import { PendingRuns, type RunOptions } from './pending-runs.ts';
import { ReceiveHub } from './receive-hub.ts';
import { RECEIVE_LIMITS, type ReceiveLimits, type ReceiveRun, type RunResult } from './receive-run.ts';

/** A disk that takes so long for a piece, ms, holds up whatever else this thread does … */
const SLOW_WRITE_MS = 100;
/** … and is not given more for this long, ms. */
const REST_MS = 30_000;

/**
 * Receives as `ReceiveWorker` does, on the thread that it is made in. For what comes slowly: a few MB/s are little work,
 * and to tell another thread of each piece is more than that.
 */
export class ReceiveHere {
  readonly #runs = new PendingRuns();
  readonly #hub: ReceiveHub;
  #slowUntil = -Infinity;
  #stopped = false;

  constructor(
    { identity, hasher, pace }: { readonly identity: Identity; readonly hasher: Hasher; readonly pace: Pace },
    limits: Partial<ReceiveLimits> = {},
  ) {
    const onWritten = (ms: number): void => {
      if (ms > SLOW_WRITE_MS) this.#slowUntil = performance.now() + REST_MS;
    };
    const components = { identity, hasher, pace, reporter: this.#runs, onWritten };
    this.#hub = new ReceiveHub(components, { ...RECEIVE_LIMITS, ...limits });
  }

  /** Whether the disk was so slow lately that another thread should wait for it. */
  get isSlow(): boolean {
    return performance.now() < this.#slowUntil;
  }

  /** @throws {AyniError} as `ReceiveWorker.run` */
  async run(run: ReceiveRun, { signal, ...listeners }: RunOptions = {}): Promise<RunResult> {
    return this.#fly((id) => this.#hub.run(id, run), listeners, signal);
  }

  /**
   * Asks a source for something small, on the connection on which its pieces come.
   * @throws {AyniError} as `ReceiveWorker.run` where that is of the source; `bad-answer` for more than `maxBytes`
   */
  async body(run: BodyRun, { signal }: Pick<RunOptions, 'signal'> = {}): Promise<Uint8Array> {
    let body: Uint8Array = new Uint8Array(0);
    await this.#fly((id) => this.#hub.body(id, run, (whole) => void (body = whole)), {}, signal);
    return body;
  }

  async #fly(
    begin: (id: number) => void,
    listeners: Omit<RunOptions, 'signal'>,
    signal: AbortSignal | undefined,
  ): Promise<RunResult> {
    if (this.#stopped) throw new AyniError('cancelled', 'Receiving was stopped.');
    // Whoever cancels may be told of another run just now, in the middle of what its connection does.
    const cancel = (id: number): void => queueMicrotask(() => this.#hub.cancel(id));
    return this.#runs.fly({ begin, cancel }, listeners, signal);
  }

  /** Others receive from now on. */
  rest(): void {
    this.#hub.closeIdle();
  }

  /** Ends all connections; runs that are left fail as `cancelled`. */
  stop(): void {
    this.#stopped = true;
    this.#hub.close();
  }
}
