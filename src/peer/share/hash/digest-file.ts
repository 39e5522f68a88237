import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { isSameFile, type FileIdentity } from '../../library/served-file.ts';
import type { Md5FileResult, Md5SegmentJob, Md5SegmentResult } from './hash-job.ts';

const BUFFER_BYTES = 256 * 1024;

/** Computes MD5 (RFC 1321), synchronously and with one small buffer; for a thread of its own. */
export class FileDigester {
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);

  /** Of a whole file, in one go. */
  file(identity: FileIdentity): Md5FileResult {
    const hash = createHash('md5');
    const left = this.#read(identity, 0, identity.size, (bytes) => void hash.update(bytes));
    return left ?? { kind: 'md5', md5: hash.digest('hex') };
  }

  /**
   * Of the next part of a large file. Node's MD5 is faster and cannot be handed on from thread to thread; with this one
   * each job is short, and others get their turn between two of them.
   */
  async segment({ file, offset, length, state }: Md5SegmentJob): Promise<Md5SegmentResult> {
    const { createMD5 } = await import('hash-wasm');
    const hash = await createMD5();
    if (state === undefined) hash.init();
    else hash.load(state);
    const left = this.#read(file, offset, length, (bytes) => void hash.update(bytes));
    if (left !== undefined) return left;
    if (offset + length < file.size) return { kind: 'state', state: hash.save() };
    return { kind: 'md5', md5: hash.digest() };
  }

  /** Undefined where all of it was read, from a file that is what it was. */
  #read(
    identity: FileIdentity,
    offset: number,
    length: number,
    take: (bytes: Uint8Array) => void,
  ): Exclude<Md5FileResult, { kind: 'md5' }> | undefined {
    let descriptor: number | undefined;
    try {
      // Not blocking: what was a file may be a fifo by now. Undefined on Windows.
      // eslint-disable-next-line typescript/no-unnecessary-condition
      descriptor = openSync(identity.path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
      if (!isSameFile(fstatSync(descriptor, { bigint: true }), identity)) return { kind: 'changed' };
      for (let at = offset; at < offset + length;) {
        const want = Math.min(this.#buffer.length, offset + length - at);
        const count = readSync(descriptor, this.#buffer, 0, want, at);
        if (count === 0) return { kind: 'changed' };
        take(this.#buffer.subarray(0, count));
        at += count;
      }
      return isSameFile(fstatSync(descriptor, { bigint: true }), identity) ? undefined : { kind: 'changed' };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'changed' } : { kind: 'unreadable' };
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }
}
