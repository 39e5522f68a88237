import { ProgressStream, type ConnectionState, type StreamListener } from './progress-stream.ts';

/** Of the lock and of the channel; another number when what is sent changes. */
const NAME = 'ayni-progress-1';

type Message =
  | { readonly kind: 'state'; readonly state: ConnectionState }
  | { readonly kind: 'progress'; readonly text: string }
  /** A page asks how things stand, and wants no pause before the next attempt. */
  | { readonly kind: 'hello' };

/**
 * One stream for all pages of this browser, which would otherwise hold its six connections to a host one each: the page
 * with the lock has it and tells the others. When that page goes, the browser gives the lock to another one.
 */
export class SharedStream {
  readonly #tell: StreamListener;
  readonly #channel = new BroadcastChannel(NAME);
  /** Where this page has the lock. */
  #stream: ProgressStream | undefined;
  #state: ConnectionState = 'connecting';
  #text: string | undefined;

  constructor(tell: StreamListener) {
    this.#tell = tell;
  }

  start(): void {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Message>) => this.#heard(data));
    this.again();
    // Held until the page is closed.
    void navigator.locks.request(NAME, () => new Promise<never>(() => this.#lead()));
  }

  /** Tries again at once where it waits for the next attempt, and tells how things stand. */
  again(): void {
    if (this.#stream === undefined) this.#send({ kind: 'hello' });
    else if (!this.#reopens(this.#stream)) this.#tell.state(this.#state);
  }

  #lead(): void {
    const stream = new ProgressStream({
      state: (state) => {
        this.#state = state;
        this.#send({ kind: 'state', state });
        this.#tell.state(state);
      },
      progress: (text) => {
        this.#text = text;
        this.#send({ kind: 'progress', text });
        this.#tell.progress(text);
      },
    });
    this.#stream = stream;
    stream.open();
  }

  #heard(message: Message): void {
    if (message.kind === 'hello') this.#answer();
    // What the page with the lock says holds for all; it has its own from the daemon.
    else if (this.#stream !== undefined) return;
    else if (message.kind === 'state') this.#tell.state(message.state);
    else this.#tell.progress(message.text);
  }

  #answer(): void {
    if (this.#stream === undefined || this.#reopens(this.#stream)) return;
    this.#send({ kind: 'state', state: this.#state });
    if (this.#text !== undefined) this.#send({ kind: 'progress', text: this.#text });
  }

  /** Whether it tries again now: how that ends is told to all. */
  #reopens(stream: ProgressStream): boolean {
    const isBroken = this.#state === 'away' || this.#state === 'locked';
    if (isBroken) stream.open();
    return isBroken;
  }

  #send(message: Message): void {
    this.#channel.postMessage(message);
  }
}
