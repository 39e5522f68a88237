import { AyniError } from '../../../core/errors.ts';
import type { ForeignAnswer, ForeignFetch, ForeignSource } from '../../../wire/dialects/foreign-client.ts';
import { sleep } from '../sleep.ts';
import { SourceFault } from './source-fault.ts';

/** How long a foreign peer may take for the head of its answer, and between two parts of it, ms. */
export interface ForeignLimits {
  readonly headMs: number;
  readonly stallMs: number;
}

export const FOREIGN_LIMITS: ForeignLimits = { headMs: 60_000, stallMs: 60_000 };

/** After the last byte that is expected the end is waited for this long, ms: more bytes would mean another file. */
const LINGER_MS = 2_000;
/** Whoever does not let go of its connection within this time, ms, is not waited for. */
const DISPOSE_MS = 5_000;

/** An answer whose every wait has a deadline, whatever the client of the dialect does. */
export class ReceivedAnswer implements AsyncDisposable {
  readonly #answer: ForeignAnswer;
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #stallMs: number;
  readonly #end: AbortController;
  /** Of whoever asked, and of the end of this. */
  readonly #signal: AbortSignal;

  private constructor(answer: ForeignAnswer, stallMs: number, end: AbortController, signal: AbortSignal) {
    this.#answer = answer;
    this.#chunks = answer.chunks[Symbol.asyncIterator]();
    this.#stallMs = stallMs;
    this.#end = end;
    this.#signal = signal;
  }

  /** @throws {SourceFault} and the signal's reason */
  static async ask(
    fetcher: ForeignFetch,
    source: ForeignSource,
    { limits, signal }: { readonly limits: ForeignLimits; readonly signal: AbortSignal },
  ): Promise<ReceivedAnswer> {
    const end = new AbortController();
    const both = AbortSignal.any([signal, end.signal]);
    const asking = SourceFault.of(() => fetcher.fetch(source, { signal: both }));
    try {
      const answer = await inTime(asking, limits.headMs, signal);
      return new ReceivedAnswer(answer, limits.stallMs, end, both);
    } catch (error) {
      end.abort();
      // An answer that comes after all is for nobody.
      asking.then(dispose, () => undefined);
      throw error;
    }
  }

  get size(): number | undefined {
    return this.#answer.size;
  }

  get endIsKnown(): boolean {
    return this.#answer.endIsKnown;
  }

  /** The next bytes; undefined at the end. @throws {SourceFault} and the signal's reason */
  async next(): Promise<Uint8Array | undefined> {
    const coming = SourceFault.of(() => this.#chunks.next());
    const { done, value } = await inTime(coming, this.#stallMs, this.#signal);
    return done === true ? undefined : value;
  }

  /** All bytes came that should. @throws {SourceFault} where more follow, or the peer says that it was not all */
  async expectEnd(): Promise<void> {
    const more = await Promise.race([this.next(), quiet(LINGER_MS, this.#signal)]);
    if (more !== undefined && more.length > 0) throw new SourceFault(tooMuch());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const disposed = new AbortController();
    void dispose(this.#answer).finally(() => disposed.abort());
    await sleep(DISPOSE_MS, { signal: disposed.signal });
    this.#end.abort();
  }
}

export function tooMuch(): AyniError {
  return new AyniError(
    'content-changed',
    'The peer sends more than the file had: search again, it is another one now.',
  );
}

async function dispose(answer: ForeignAnswer): Promise<void> {
  try {
    await answer[Symbol.asyncDispose]();
  } catch {
    // It is over either way.
  }
}

async function quiet(ms: number, signal: AbortSignal): Promise<undefined> {
  await sleep(ms, { signal });
}

/** @throws {SourceFault} `timeout`; whatever `work` throws, and the signal's reason */
async function inTime<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  const over = new AbortController();
  const wait = async (): Promise<never> => {
    await sleep(ms, { signal: AbortSignal.any([signal, over.signal]) });
    signal.throwIfAborted();
    const seconds = Math.round(ms / 1000);
    throw new SourceFault(new AyniError('timeout', `The peer sent nothing for ${seconds} s: it is asked again later.`));
  };
  try {
    return await Promise.race([work, wait()]);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    over.abort();
  }
}
