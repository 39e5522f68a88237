import type { LocalContent } from '../library/library.ts';
import { ServedFile } from '../library/served-file.ts';

/** The file is looked at again whenever this much of it was read. */
const CHECK_BYTES = 4 * 1024 * 1024;

/** A copy that is here as a whole, read as long as it stays what was hashed. */
export class WholeFile implements AsyncDisposable {
  readonly size: number;
  readonly #file: ServedFile;
  #unchecked = 0;

  private constructor(file: ServedFile) {
    this.#file = file;
    this.size = file.identity.size;
  }

  /** @throws {AyniError} `content-changed` where it is something else by now; `io-failed` */
  static async open(copy: LocalContent['copies'][number]): Promise<WholeFile> {
    return new WholeFile(await ServedFile.open(copy));
  }

  /** @throws {AyniError} `content-changed`, and the signal's reason */
  async read(buffer: Uint8Array, position: number, options: { readonly signal?: AbortSignal } = {}): Promise<number> {
    options.signal?.throwIfAborted();
    const count = Math.min(buffer.length, this.size - position);
    if (count <= 0) return 0;
    await this.#file.read(buffer.subarray(0, count), position);
    this.#unchecked += count;
    if (this.#unchecked >= CHECK_BYTES) {
      this.#unchecked = 0;
      await this.#file.check();
    }
    return count;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
