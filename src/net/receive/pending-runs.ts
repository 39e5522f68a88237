import { AyniError } from '../../core/errors.ts';
import type { BatchGroup } from './batch/batch-run.ts';
import type { BatchReporter } from './batch/batch-flight.ts';
import type { RunReporter } from './flight.ts';
import type { PieceRange, RunResult } from './receive-run.ts';

/** Runs that may be handed to one receiver at once. */
const MAX_RUNS = 4096;

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when a source that chooses itself has said which pieces come. */
  readonly onChosen?: ((pieces: PieceRange) => void) | undefined;
  /** Called with the body of a bitfield where the source tells with its answer what it has. */
  readonly onTold?: ((bitfield: Uint8Array) => void) | undefined;
  /** Called at most every 50 ms, and before the run ends, for all pieces that were verified and written. */
  readonly onPieces?: ((pieces: PieceRange) => void) | undefined;
}

export interface BatchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called at most every 50 ms, and before the batch ends, for all contents that were decided. */
  readonly onGroup: (group: BatchGroup) => void;
}

type Listeners = Omit<RunOptions & Partial<BatchOptions>, 'signal'>;

interface Pending extends Listeners {
  resolve(result: RunResult): void;
  reject(error: AyniError): void;
}

/** How a receiver is told of runs. */
interface Commands {
  readonly begin: (id: number) => void;
  readonly cancel: (id: number) => void;
}

/** The runs that a receiver was handed and that have not ended, and who is told how each goes. */
export class PendingRuns implements RunReporter, BatchReporter {
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  get size(): number {
    return this.#pending.size;
  }

  /**
   * Hands one run over and waits for its end.
   * @throws {AyniError} `cancelled`; `busy` where there are too many; what the run fails with
   */
  async fly({ begin, cancel }: Commands, listeners: Listeners, signal: AbortSignal | undefined): Promise<RunResult> {
    if (signal?.aborted === true) throw new AyniError('cancelled', 'This run was cancelled.');
    if (this.#pending.size >= MAX_RUNS) {
      throw new AyniError('busy', `More than ${MAX_RUNS} runs at once: ask for fewer.`, { context: { retryAfter: 1 } });
    }
    const id = ++this.#lastId;
    const onAbort = (): void => cancel(id);
    try {
      return await new Promise<RunResult>((resolve, reject) => {
        this.#pending.set(id, { ...listeners, resolve, reject });
        signal?.addEventListener('abort', onAbort, { once: true });
        begin(id);
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  chosen(id: number, pieces: PieceRange): void {
    this.#pending.get(id)?.onChosen?.(pieces);
  }

  told(id: number, bitfield: Uint8Array): void {
    this.#pending.get(id)?.onTold?.(bitfield);
  }

  pieces(id: number, pieces: PieceRange): void {
    this.#pending.get(id)?.onPieces?.(pieces);
  }

  group(id: number, group: BatchGroup): void {
    this.#pending.get(id)?.onGroup?.(group);
  }

  done(id: number, result: RunResult): void {
    this.#taken(id)?.resolve(result);
  }

  failed(id: number, error: AyniError): void {
    this.#taken(id)?.reject(error);
  }

  failAll(error: AyniError): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of pending) one.reject(error);
  }

  #taken(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }
}
