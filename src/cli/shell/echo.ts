import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';

/**
 * Where readline writes the prompt and what is typed. It can be silent: what is typed while a command draws its progress
 * would tear that.
 */
export class Echo extends Writable {
  silent = false;
  readonly #terminal: WriteStream;
  readonly #resized = () => this.emit('resize');

  constructor(terminal: WriteStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    terminal.on('resize', this.#resized);
  }

  /** Read by readline, to know where a long line breaks. */
  get columns(): number {
    return this.#terminal.columns;
  }

  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.silent) done();
    else this.#terminal.write(chunk, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#terminal.off('resize', this.#resized);
    done(error);
  }
}
