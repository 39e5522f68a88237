import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { PAGE_PIECES, PIECE_SIZE } from '../../../core/content/geometry.ts';
import { DIGEST_BYTES, type Hasher } from '../../../core/content/hasher.ts';
import { diskFault, onDisk } from '../disk/faults.ts';

/** One is filled while the other is written; a whole number of pieces. */
const BUFFER_BYTES = 4 * PIECE_SIZE;
const PAGE_BYTES = PAGE_PIECES * DIGEST_BYTES;

export interface Received {
  /** Bytes. */
  readonly size: number;
  /** 32 bytes each, in order. */
  readonly pieceHashes: Uint8Array;
  /** Where it was asked for. */
  readonly md5: string | undefined;
}

/** A new file whose bytes come one after the other, hashed while they come: 2 MiB of memory, and 32 bytes for each piece. */
export class IncomingFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #hasher: Hasher;
  readonly #md5;
  #filling = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #spare = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #filled = 0;
  #flushed = 0;
  #writing: Promise<unknown> | undefined;
  readonly #pages: Uint8Array[] = [];
  #pieces = 0;

  private constructor(path: string, handle: FileHandle, { hasher, md5 }: { hasher: Hasher; md5: boolean }) {
    this.#path = path;
    this.#handle = handle;
    this.#hasher = hasher;
    this.#md5 = md5 ? createHash('md5') : undefined;
  }

  /** @param path where nothing may stand. @throws {AyniError} what the disk refuses */
  static async create(path: string, options: { hasher: Hasher; md5: boolean }): Promise<IncomingFile> {
    return new IncomingFile(path, await onDisk(path, () => open(path, 'wx', 0o666)), options);
  }

  /** Bytes that came. */
  get size(): number {
    return this.#flushed + this.#filled;
  }

  /** Waits for the disk where bytes come faster. @throws {AyniError} what the disk refuses */
  async add(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const some = bytes.subarray(at, at + BUFFER_BYTES - this.#filled);
      this.#filling.set(some, this.#filled);
      this.#filled += some.length;
      at += some.length;
      if (this.#filled === BUFFER_BYTES) await this.#flush();
    }
  }

  /** No more bytes come. @throws {AyniError} what the disk refuses */
  async end(): Promise<Received> {
    if (this.#filled > 0) await this.#flush();
    await this.#written();
    const pieceHashes = new Uint8Array(this.#pieces * DIGEST_BYTES);
    for (const [index, page] of this.#pages.entries()) {
      pieceHashes.set(page.subarray(0, pieceHashes.length - index * PAGE_BYTES), index * PAGE_BYTES);
    }
    return { size: this.#flushed, pieceHashes, md5: this.#md5?.digest('hex') };
  }

  async close(): Promise<void> {
    await this.#writing?.catch(() => undefined);
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    const bytes = this.#filling.subarray(0, this.#filled);
    this.#md5?.update(bytes);
    for (let at = 0; at < bytes.length; at += PIECE_SIZE) this.#addPiece(bytes.subarray(at, at + PIECE_SIZE));
    await this.#written();
    const position = this.#flushed;
    this.#writing = this.#write(bytes, position);
    // Whoever waits for it hears of a failure; until then nobody may.
    this.#writing.catch(() => undefined);
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#flushed += bytes.length;
    this.#filled = 0;
  }

  #addPiece(bytes: Uint8Array): void {
    const at = (this.#pieces % PAGE_PIECES) * DIGEST_BYTES;
    if (at === 0) this.#pages.push(new Uint8Array(PAGE_BYTES));
    this.#pages.at(-1)?.set(this.#hasher.hash(bytes), at);
    this.#pieces++;
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, written, bytes.length - written, position + written);
      written += bytesWritten;
    }
  }

  async #written(): Promise<void> {
    try {
      await this.#writing;
    } catch (error) {
      throw diskFault(error, this.#path);
    }
  }
}
