import { closeSync, fstatSync, futimesSync, openSync, rmSync } from 'node:fs';

import { contentIdOf, pageHashOf } from '../../../core/content/content-id.ts';
import { DIGEST_BYTES, type Hasher } from '../../../core/content/hasher.ts';
import { AyniError } from '../../../core/errors.ts';
import type { FrameSink, FrameStatus } from '../../../wire/http/content-frames.ts';
import { onDisk, writeAll } from '../piece-sink.ts';
import { contentIn } from '../../../wire/http/contents-request.ts';
import type { BatchGroup, BatchRefusal } from './batch-run.ts';
import type { PackedBatch } from './packed-batch.ts';

const REFUSALS = {
  missing: 'not-found',
  changed: 'content-changed',
  left: 'too-large',
} as const satisfies Record<Exclude<FrameStatus, 'whole'>, BatchRefusal>;

/** Verifies the contents of a batch and makes their files, all without leaving the thread. */
export class BatchSink implements FrameSink {
  readonly #run: PackedBatch;
  readonly #hasher: Hasher;
  /** Taken apart when the answer begins: until then the batch is a few values. */
  #paths: readonly string[] | undefined;
  readonly #whole: Uint32Array<ArrayBuffer>;
  readonly #hashes: Uint8Array<ArrayBuffer>;
  readonly #mtimesNs: BigInt64Array<ArrayBuffer>;
  readonly #inodes: BigUint64Array<ArrayBuffer>;
  #refused: { readonly index: number; readonly code: BatchRefusal }[] = [];
  /** Whole ones in the group that is being collected. */
  #fill = 0;
  /** Contents that were verified and written. */
  written = 0;

  constructor(run: PackedBatch, hasher: Hasher) {
    const { count } = run;
    this.#run = run;
    this.#hasher = hasher;
    this.#whole = new Uint32Array(count);
    this.#hashes = new Uint8Array(count * DIGEST_BYTES);
    this.#mtimesNs = new BigInt64Array(count);
    this.#inodes = new BigUint64Array(count);
  }

  expected(index: number): number {
    return this.#run.sizes[index] ?? 0;
  }

  /** @throws {AyniError} `corrupt-piece` (context: `index`), and what the disk says */
  frame(index: number, status: FrameStatus, bytes: Uint8Array | undefined): void {
    if (index >= this.#run.count) throw new AyniError('internal', 'A frame that nobody asked for.');
    if (status !== 'whole') this.#refused.push({ index, code: REFUSALS[status] });
    else if (bytes === undefined) this.#refused.push({ index, code: 'bad-answer' });
    else this.#keep(index, bytes);
  }

  #keep(index: number, bytes: Uint8Array): void {
    const digest = this.#hasher.hash(bytes);
    const content = contentIn(this.#run.list, index);
    if (contentIdOf(this.#hasher, bytes.length, pageHashOf(this.#hasher, digest)) !== content) {
      throw new AyniError('corrupt-piece', `${content} came with wrong bytes.`, {
        context: { index, piece: 0 },
      });
    }
    this.#create(index, bytes);
    this.#whole[this.#fill] = index;
    this.#hashes.set(digest, this.#fill * DIGEST_BYTES);
    this.#fill++;
    this.written++;
  }

  #create(index: number, bytes: Uint8Array): void {
    const { paths, modes, mtimes } = this.#run;
    this.#paths ??= paths.split('\0');
    const path = this.#paths[index] ?? '';
    const seconds = (mtimes[index] ?? Number.NaN) / 1000;
    onDisk(path, () => {
      const file = openSync(path, 'wx', modes[index]);
      try {
        writeAll(file, bytes, 0);
        if (!Number.isNaN(seconds)) futimesSync(file, seconds, seconds);
        if (this.#run.stat) {
          const { mtimeNs, ino } = fstatSync(file, { bigint: true });
          this.#mtimesNs[this.#fill] = mtimeNs;
          this.#inodes[this.#fill] = ino;
        }
      } catch (error) {
        // It is ours, and incomplete.
        rmSync(path, { force: true });
        throw error;
      } finally {
        closeSync(file);
      }
    });
  }

  /** What was decided since the last call; undefined for nothing. */
  group(): BatchGroup | undefined {
    const fill = this.#fill;
    const refused = this.#refused;
    if (fill === 0 && refused.length === 0) return undefined;
    this.#fill = 0;
    this.#refused = [];
    const told = this.#run.stat ? fill : 0;
    return {
      whole: this.#whole.slice(0, fill),
      hashes: this.#hashes.slice(0, fill * DIGEST_BYTES),
      mtimesNs: this.#mtimesNs.slice(0, told),
      inodes: this.#inodes.slice(0, told),
      refused,
    };
  }
}
