import { PROGRESS_URL } from './paths.ts';

/** `locked`: this browser has no session. `away`: nobody answers, and it is tried again. */
export type ConnectionState = 'connecting' | 'open' | 'away' | 'locked';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** A stream that opens neither way is given up, ms. */
const OPENING_MS = 10_000;

export interface StreamListener {
  readonly state: (state: ConnectionState) => void;
  /** JSON of a `Progress`. */
  readonly progress: (text: string) => void;
}

/** News from the daemon, opened again whenever they break off. */
export class ProgressStream {
  readonly #tell: StreamListener;
  #stream: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(tell: StreamListener) {
    this.#tell = tell;
  }

  open(): void {
    this.close();
    const stream = new EventSource(PROGRESS_URL);
    this.#stream = stream;
    this.#timer = setTimeout(() => void this.#failed(), OPENING_MS);
    stream.addEventListener('open', () => {
      clearTimeout(this.#timer);
      this.#failures = 0;
      this.#tell.state('open');
    });
    stream.addEventListener('progress', ({ data }: MessageEvent<string>) => this.#tell.progress(data));
    stream.addEventListener('error', () => void this.#failed());
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stream?.close();
    this.#stream = undefined;
  }

  /** An EventSource does not tell why: whether there is a session, a plain call says. */
  async #failed(): Promise<void> {
    this.close();
    this.#failures++;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures - 1, 6));
    this.#timer = setTimeout(() => this.open(), wait);
    const status = await fetch('/v1/limits', { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 401) {
      this.close();
      this.#tell.state('locked');
    } else if (this.#stream === undefined || this.#failures > 1) this.#tell.state('away');
  }
}
