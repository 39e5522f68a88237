import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { AyniError } from '../../core/errors.ts';
import type { OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import type { Playhead } from '../../core/transfer/playheads.ts';

/** Nothing that took the file's place must lead or hold us. Undefined on Windows, where neither exists. */
// eslint-disable-next-line typescript/no-unnecessary-condition
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Where bytes can be read from now. */
export interface Readable {
  readonly path: string;
  /** Bytes from the position that was asked for, all of them verified. */
  readonly bytes: number;
}

/** Something that comes, byte by byte. */
export interface Coming {
  /**
   * Waits for verified bytes at a position within the file.
   * @param most so many are enough
   * @throws {AyniError} `cut-off` where none come any more
   */
  readable(position: number, most: number, options: { readonly signal: AbortSignal }): Promise<Readable>;
}

/** A file that is read while it is fetched; what is read next is fetched next. */
export class AwaitedFile implements OpenFlatFile {
  readonly name: string;
  readonly size: number;
  readonly md5?: string;
  readonly #coming: Coming;
  readonly #head: Playhead | undefined;
  readonly #onClosed: () => void;
  readonly #abort = new AbortController();
  /** It stays the same file when the download gives it its name. */
  #handle: FileHandle | undefined;
  #closed = false;

  constructor(
    { name, size, md5 }: { readonly name: string; readonly size: number; readonly md5?: string | undefined },
    coming: Coming,
    { head, onClosed }: { readonly head: Playhead | undefined; readonly onClosed: () => void },
  ) {
    this.name = name;
    this.size = size;
    if (md5 !== undefined) this.md5 = md5;
    this.#coming = coming;
    this.#head = head;
    this.#onClosed = onClosed;
  }

  async read(buffer: Uint8Array, position: number, options: { readonly signal?: AbortSignal } = {}): Promise<number> {
    const most = Math.min(buffer.length, this.size - position);
    if (most <= 0) return 0;
    const signals = [this.#abort.signal, ...(options.signal === undefined ? [] : [options.signal])];
    const signal = AbortSignal.any(signals);
    this.#head?.move(Math.floor(position / PIECE_SIZE));
    const there = await this.#coming.readable(position, most, { signal });
    const handle =
      this.#handle ?? (await this.#open(there.path, () => this.#coming.readable(position, most, { signal })));
    const { bytesRead } = await handle
      .read(buffer, 0, Math.min(most, there.bytes), position)
      .catch((cause: unknown) => {
        throw new AyniError('io-failed', `"${this.name}" cannot be read where it is written.`, { cause });
      });
    if (bytesRead === 0) throw new AyniError('cut-off', `"${this.name}" ends before all of it was sent.`);
    return bytesRead;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#abort.abort();
    this.#head?.close();
    this.#onClosed();
    await this.#handle?.close();
  }

  async #open(path: string, lookAgain: () => Promise<{ readonly path: string }>): Promise<FileHandle> {
    let handle: FileHandle;
    try {
      handle = await open(path, FLAGS);
    } catch {
      // It was given its name in this very moment.
      const again = await lookAgain();
      handle = await open(again.path, FLAGS).catch((cause: unknown) => {
        throw new AyniError('io-failed', `"${this.name}" cannot be read where it is written.`, { cause });
      });
    }
    this.#handle ??= handle;
    if (this.#handle !== handle || this.#closed) await handle.close();
    return this.#handle;
  }
}
