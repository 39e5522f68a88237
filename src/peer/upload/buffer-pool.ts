/** 8 MiB. */
const MAX_SPARE_BYTES = 8 * 1024 * 1024;

/** Buffers of uploads that ended, for the next ones: memory of this process that is new costs more than what is in it. */
export class BufferPool {
  readonly #size: number;
  readonly #spare: Buffer[] = [];

  /** @param size of each buffer, bytes */
  constructor(size: number) {
    this.#size = size;
  }

  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#size);
  }

  /** Nothing may write or send from it any more. */
  give(buffer: Buffer): void {
    if ((this.#spare.length + 1) * this.#size <= MAX_SPARE_BYTES) this.#spare.push(buffer);
  }
}
