import type { Socket } from 'node:net';
import { setImmediate as socketsRead } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';
import { plainAddress } from '../../core/swarm/ip-address.ts';

/** How long the other side may leave a write unread, and how long it may take to close after us, ms. */
const STALL_MS = 30_000;
const LINGER_MS = 5_000;

/** Nothing came in time. */
export const SILENCE = Symbol('silence');

export interface PlainAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * A TCP connection as a talk: what comes is read when it is wanted, what is written waits until it is gone, and every
 * wait ends. One reader and one writer at a time.
 */
export class Conversation implements AsyncDisposable {
  readonly remote: PlainAddress;
  /** How the other side reaches this machine. */
  readonly local: PlainAddress;
  /** Aborted when the connection is closed, however that came. */
  readonly signal: AbortSignal;
  readonly #socket: Socket;
  readonly #cancel: AbortSignal | undefined;
  readonly #closed = new AbortController();
  #wake: () => void = () => {};

  /** Is told what the other side asks for; verbs of the dialect, and `other`. */
  readonly asked: (verb: string) => void;

  /** @param cancel breaks it off, at whatever it is */
  constructor(socket: Socket, cancel?: AbortSignal, asked: (verb: string) => void = () => {}) {
    this.asked = asked;
    this.#socket = socket;
    this.#cancel = cancel;
    this.remote = { host: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0 };
    this.local = { host: plainAddress(socket.localAddress ?? ''), port: socket.localPort ?? 0 };
    this.signal = this.#closed.signal;
    const wake = () => this.#wake();
    socket.on('readable', wake).on('end', wake);
    // What went wrong shows as an end of the stream, or in the write.
    socket.on('error', () => {});
    const breakOff = () => this.breakOff();
    cancel?.addEventListener('abort', breakOff);
    socket.on('close', () => {
      cancel?.removeEventListener('abort', breakOff);
      this.#closed.abort();
      wake();
    });
  }

  get open(): boolean {
    return !this.#socket.destroyed;
  }

  /**
   * What came, as soon as something has.
   * @param withinMs after which it is `SILENCE`; for ever where absent (TCP's keep-alive ends that)
   * @returns undefined at the end of the stream, or where we broke it off
   * @throws {AyniError} `cut-off` where the other side broke it off; `cancelled`
   */
  async read(withinMs?: number): Promise<Buffer | typeof SILENCE | undefined> {
    const late = withinMs === undefined ? Infinity : performance.now() + withinMs;
    for (let silent = false; ;) {
      const bytes: unknown = this.#socket.read();
      if (bytes instanceof Buffer) return bytes;
      if (this.#cancel?.aborted === true || this.#socket.errored !== null) throw this.#brokenOff();
      if (this.#socket.readableEnded || this.#socket.destroyed) return undefined;
      const left = late - performance.now();
      if (left > 0) {
        await this.#something(left);
        continue;
      }
      if (silent) return SILENCE;
      // A busy process sees its timers before its sockets: what came in time may still lie in the system.
      silent = true;
      await socketsRead();
    }
  }

  /**
   * Resolves when the bytes are with the system, so that their memory may be used again.
   * @throws {AyniError} `cut-off`, `timeout`, `cancelled`; the connection is closed then
   */
  async write(bytes: Uint8Array | string): Promise<void> {
    if (!this.#socket.writable) throw this.#brokenOff();
    await new Promise<void>((resolve, reject) => {
      const stall = setTimeout(() => {
        reject(new AyniError('timeout', `${this.remote.host} took nothing for ${STALL_MS / 1000} s.`));
        this.#socket.destroy();
      }, STALL_MS);
      this.#socket.write(bytes, (error) => {
        clearTimeout(stall);
        if (error == null) resolve();
        else reject(this.#brokenOff());
      });
    });
  }

  /**
   * Ends our side after what was written, and waits until the other side has ended, too. What it still sends is read
   * away: closing over it would take back what was written.
   */
  async end(): Promise<void> {
    const late = performance.now() + LINGER_MS;
    if (this.#socket.writable) this.#socket.end();
    while (performance.now() < late && this.#socket.errored === null) {
      const bytes = await this.read(late - performance.now());
      if (!(bytes instanceof Buffer)) break;
    }
    this.#socket.destroy();
  }

  /** Breaks off at once, so that the other side cannot take it for an orderly end. */
  breakOff(): void {
    this.#socket.resetAndDestroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.destroy();
    if (this.signal.aborted) return;
    await new Promise((resolve) => {
      this.signal.addEventListener('abort', resolve, { once: true });
    });
  }

  #brokenOff(): AyniError {
    if (this.#cancel?.aborted === true) return new AyniError('cancelled', 'It was cancelled.');
    return new AyniError('cut-off', `${this.remote.host}:${this.remote.port} broke the connection off.`);
  }

  #something(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = withinMs === Infinity ? undefined : setTimeout(() => this.#wake(), withinMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
