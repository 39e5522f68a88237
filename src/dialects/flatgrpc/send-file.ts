import type { ServerResponse } from 'node:http';
import { AyniError } from '../../core/errors.ts';
import type { OpenFlatFile } from '../../wire/dialects/flat-share.ts';

/** Of each of two buffers, bytes: one is read into while the other goes out. */
const LARGE_CHUNK = 512 * 1024;
const SMALL_CHUNK = 64 * 1024;
/** With more answers than this under way at once they take small chunks: 500 of them then hold 64 MB. */
const FEW = 16;

/** Sends files as the bodies of HTTP answers. */
export class FileSender {
  readonly #stallMs: number;
  #sending = 0;

  /** @param options.stallMs a connection that takes nothing for so long is closed */
  constructor({ stallMs }: { stallMs: number }) {
    this.#stallMs = stallMs;
  }

  /**
   * Sends what the head promised, `file.size` bytes, and completes the answer.
   * @throws {AyniError} `content-changed` where there are fewer; `io-failed`; `cut-off`. The answer must not be
   * completed then: only its connection's end tells that bytes are missing.
   */
  async send(file: OpenFlatFile, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const size = ++this.#sending > FEW ? SMALL_CHUNK : LARGE_CHUNK;
    try {
      await this.#body(file, response, signal, size);
    } finally {
      this.#sending--;
    }
  }

  async #body(file: OpenFlatFile, response: ServerResponse, signal: AbortSignal, chunk: number): Promise<void> {
    let [now, next] = [Buffer.allocUnsafe(Math.min(chunk, file.size)), Buffer.allocUnsafe(Math.min(chunk, file.size))];
    let reading = file.size === 0 ? undefined : file.read(now, 0, { signal });
    for (let position = 0; reading !== undefined;) {
      const read: number = await reading;
      if (read === 0) throw new AyniError('content-changed', `${file.name} became shorter while it was sent.`);
      const filled = now.subarray(0, Math.min(read, file.size - position));
      position += filled.length;
      reading = position < file.size ? file.read(next, position, { signal }) : undefined;
      // Where writing fails nobody waits for it.
      reading?.catch(() => undefined);
      await this.#write(response, filled);
      [now, next] = [next, now];
    }
    response.end();
  }

  async #write(response: ServerResponse, bytes: Buffer): Promise<void> {
    const stalled = setTimeout(() => response.destroy(), this.#stallMs);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const gone = (): void => reject(new AyniError('cut-off', 'The requester closed the connection.'));
    response.once('close', gone);
    try {
      if (response.destroyed) gone();
      else response.write(bytes, (error) => (error ? gone() : resolve()));
      await promise;
    } finally {
      clearTimeout(stalled);
      response.off('close', gone);
    }
  }
}
