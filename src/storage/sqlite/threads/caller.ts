import { AyniError } from '../../../core/errors.ts';
import { CLOSE, unpackError, type Answer, type Operations } from './messages.ts';

/** The near end of a line to a thread. */
export interface Line {
  send(message: unknown): void;
  /** Whether the line keeps the process alive. */
  hold(alive: boolean): void;
  /** Ends the thread at once. */
  cut(): Promise<void>;
}

export interface LineEvents<Aside = unknown> {
  readonly answered: (answer: Answer<never, Aside>) => void;
  /** The thread ended by itself. */
  readonly gone: (why: unknown) => void;
}

export interface CallerOptions {
  /** Calls that may wait at once; one more is refused with `busy`. */
  readonly maxPending: number;
  /** A call that takes longer ends with `timeout`, and the thread is started anew, ms. */
  readonly timeoutMs: number;
  /** For messages: "search", "writing". */
  readonly what: string;
  /** A thread is gone, and nobody knows which of its calls were done. */
  readonly lost?: () => void;
}

interface Pending {
  readonly deadline: number;
  readonly answered: (answer: Answer<never>) => void;
  readonly failed: (error: unknown) => void;
}

/** Calls operations that run in a thread. The thread starts with the first call, and again where it ended. */
export class Caller<O extends Operations> {
  readonly #connect: (events: LineEvents) => Line;
  readonly #options: CallerOptions;
  readonly #pending = new Map<number, Pending>();
  #line: Line | undefined;
  #next = 1;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(connect: (events: LineEvents) => Line, options: CallerOptions) {
    this.#connect = connect;
    this.#options = options;
  }

  /** @throws {AyniError} what the operation throws; `busy`, `timeout`, `cancelled` after `close` */
  call<K extends keyof O & string>(operation: K, ...args: Parameters<O[K]>): Promise<Awaited<ReturnType<O[K]>>> {
    const { maxPending, what } = this.#options;
    if (this.#closed) return Promise.reject(new AyniError('cancelled', 'The store is closed.'));
    if (this.#pending.size >= maxPending) {
      const message = `Too much ${what} waits at the tracker: try again in a moment.`;
      return Promise.reject(new AyniError('busy', message, { context: { retryAfter: 1 } }));
    }
    return this.#send<Awaited<ReturnType<O[K]>>>(operation, args);
  }

  /** Ends the thread after the calls that wait. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const line = this.#line;
    if (!line) return;
    try {
      await this.#send<void>(CLOSE, []);
    } finally {
      clearTimeout(this.#timer);
      this.#line = undefined;
      await line.cut();
    }
  }

  #send<T>(operation: string, args: readonly unknown[]): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const id = this.#next++;
      this.#line ??= this.#open();
      const answered = (answer: Answer<T>) => {
        // `undefined` is the result of an operation that has none.
        if (answer.error) reject(unpackError(answer.error));
        else resolve(resultOf(answer));
      };
      this.#pending.set(id, { deadline: performance.now() + this.#options.timeoutMs, answered, failed: reject });
      this.#line.hold(true);
      this.#watch();
      try {
        this.#line.send({ id, operation, args });
      } catch (error) {
        this.#settle(id);
        reject(AyniError.from(error));
      }
    });
  }

  #open(): Line {
    const line = this.#connect({
      answered: (answer) => this.#settle(answer.id)?.answered(answer),
      gone: (why) => {
        if (this.#line !== line) return;
        this.#lose(new AyniError('internal', 'A thread of the store ended.', { cause: why }));
        this.#cut(line);
      },
    });
    return line;
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#line?.hold(false);
    return pending;
  }

  #lose(error: AyniError): void {
    this.#line = undefined;
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    for (const each of lost) each.failed(error);
  }

  /** Calls have one time limit, so that the oldest is over first. */
  #watch(): void {
    if (this.#timer) return;
    const [oldest] = this.#pending.values();
    if (!oldest) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        const [first] = this.#pending.values();
        if (first && first.deadline <= performance.now()) this.#giveUp();
        else this.#watch();
      },
      Math.max(1, oldest.deadline - performance.now()),
    );
    this.#timer.unref();
  }

  #giveUp(): void {
    const { what, timeoutMs } = this.#options;
    const line = this.#line;
    this.#lose(new AyniError('timeout', `The tracker's ${what} did not end within ${timeoutMs / 1000} s.`));
    if (line) this.#cut(line);
  }

  #cut(line: Line): void {
    void line.cut().then(() => this.#options.lost?.());
  }
}

function resultOf<T>(answer: Answer<T>): T {
  if ('result' in answer) return answer.result;
  throw new AyniError('internal', 'A thread of the store answered nothing.');
}
