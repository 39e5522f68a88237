import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { AyniError } from '../../core/errors.ts';
import type { OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import type { FlatCopy } from '../library/flat-table.ts';
import type { Library } from '../library/library.ts';
import { ServedFile } from '../library/served-file.ts';

/** The file is looked at again whenever this much of it was read, and at the end. */
const CHECK_BYTES = 4 * 1024 * 1024;
/** A read that took less, ms, came from memory, and the next one will too: it is made on this thread (docs/decisions, 2). */
const QUICK_READ_MS = 2;

/**
 * Opens the first of these that is still what was hashed; the library is told of those that are not.
 * @throws {AyniError} `io-failed` where this machine cannot open it now
 */
export async function openFirst(
  name: string,
  copies: readonly FlatCopy[],
  { library, signal }: { readonly library: Library; readonly signal: AbortSignal },
): Promise<OpenFlatFile | undefined> {
  for (const copy of copies) {
    signal.throwIfAborted();
    const report = () => library.reportChanged(copy.content, copy.identity.path);
    try {
      return await openLocalFile({ ...copy, name }, { onChanged: report });
    } catch (error) {
      if (!AyniError.is(error, 'content-changed')) throw error;
      report();
    }
  }
  return undefined;
}

/**
 * Opens a file that is still what was hashed.
 * @param options.onChanged called when it turns out to differ while it is read
 * @throws {AyniError} `content-changed` where it differs, is gone, or lies outside its share by now; `io-failed`
 */
async function openLocalFile(
  copy: FlatCopy & { readonly name: string },
  { onChanged }: { readonly onChanged: () => void },
): Promise<OpenFlatFile> {
  const { identity, within, follow } = copy;
  if (within !== undefined && !(await liesWithin(identity.path, within))) {
    throw new AyniError('content-changed', 'A link leads out of the share by now.', {
      context: { path: identity.path },
    });
  }
  return new LocalFile(copy, await ServedFile.open(identity, { follow }), onChanged);
}

/** Whether no directory on the way is a link that leads elsewhere. */
async function liesWithin(path: string, folder: string): Promise<boolean> {
  try {
    const [real, top] = await Promise.all([realpath(path), realpath(folder)]);
    return real.startsWith(top.endsWith(sep) ? top : top + sep);
  } catch {
    return false;
  }
}

class LocalFile implements OpenFlatFile {
  readonly name: string;
  readonly size: number;
  readonly md5?: string;
  readonly #file: ServedFile;
  readonly #onChanged: () => void;
  #quick = false;
  #unchecked = 0;

  constructor({ name, identity, md5 }: FlatCopy & { readonly name: string }, file: ServedFile, onChanged: () => void) {
    this.name = name;
    this.size = identity.size;
    if (md5 !== undefined) this.md5 = md5;
    this.#file = file;
    this.#onChanged = onChanged;
  }

  async read(buffer: Uint8Array, position: number, options: { readonly signal?: AbortSignal } = {}): Promise<number> {
    options.signal?.throwIfAborted();
    const count = Math.min(buffer.length, this.size - position);
    if (count <= 0) return 0;
    try {
      await this.#read(buffer.subarray(0, count), position);
    } catch (error) {
      if (AyniError.is(error, 'content-changed')) this.#onChanged();
      throw error;
    }
    return count;
  }

  async #read(bytes: Uint8Array, position: number): Promise<void> {
    const begun = performance.now();
    if (this.#quick) this.#file.readNow(bytes, position);
    else await this.#file.read(bytes, position);
    this.#quick = performance.now() - begun < QUICK_READ_MS;
    this.#unchecked += bytes.length;
    if (this.#unchecked < CHECK_BYTES && position + bytes.length < this.size) return;
    this.#unchecked = 0;
    if (this.#quick) this.#file.checkNow();
    else await this.#file.check();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close();
  }
}
