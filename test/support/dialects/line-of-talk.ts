import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** How long a test program waits for an answer before it gives up, ms. */
const PATIENCE_MS = 20_000;

/** A connection as small programs use it: write, then read once. Knows no dialect. */
export class LineOfTalk implements AsyncDisposable {
  readonly socket: Socket;
  #came: Buffer[] = [];
  #ended = false;
  #wake: () => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes: Buffer) => {
      this.#came.push(bytes);
      this.#wake();
    });
    const end = () => {
      this.#ended = true;
      this.#wake();
    };
    socket.on('end', end).on('close', end).on('error', end);
  }

  static async to(port: number, host = '127.0.0.1', localAddress?: string): Promise<LineOfTalk> {
    const socket = connect({ host, port, ...(localAddress === undefined ? {} : { localAddress }) });
    await once(socket, 'connect');
    return new LineOfTalk(socket);
  }

  get ended(): boolean {
    return this.#ended;
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** What one `recv` brings: all that is there, at least a byte; nothing at the end of the stream. */
  async readOnce(): Promise<Buffer> {
    await this.#until(() => this.#came.length > 0);
    return this.#all();
  }

  /** Exactly so many bytes. */
  async readBytes(count: number): Promise<Buffer> {
    await this.#until(() => this.#length() >= count);
    const all = this.#all();
    this.#came = all.length > count ? [all.subarray(count)] : [];
    return all.subarray(0, count);
  }

  async readLine(): Promise<string> {
    await this.#until(() => this.#came.some((part) => part.includes(10)));
    const all = this.#all();
    const end = all.indexOf(10) + 1;
    this.#came = end > 0 && all.length > end ? [all.subarray(end)] : [];
    return all.toString('utf8', 0, end === 0 ? all.length : end);
  }

  async readToEnd(): Promise<Buffer> {
    await this.#until(() => false);
    return this.#all();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.socket.destroyed) return;
    const closed = once(this.socket, 'close');
    this.socket.destroy();
    await closed;
  }

  #length(): number {
    return this.#came.reduce((sum, part) => sum + part.length, 0);
  }

  #all(): Buffer {
    const all = Buffer.concat(this.#came);
    this.#came = [];
    return all;
  }

  async #until(enough: () => boolean): Promise<void> {
    const late = Date.now() + PATIENCE_MS;
    while (!enough() && !this.#ended) {
      if (Date.now() >= late) throw new Error(`Nothing more came in ${PATIENCE_MS} ms.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, late - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
