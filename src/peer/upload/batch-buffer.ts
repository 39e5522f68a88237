import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { FRAME_HEAD_BYTES, writeFrameHead, type FrameStatus } from '../../wire/http/content-frames.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_CONTENTS } from '../../wire/http/contents-request.ts';

const CAPACITY = MAX_BATCH_BYTES + MAX_BATCH_CONTENTS * FRAME_HEAD_BYTES;

/** The frames of one batch, put together in one buffer of 1 MiB and a little, which is used again. */
export class BatchBuffer {
  /** Write nothing but what was reserved. */
  readonly memory: Uint8Array = Buffer.allocUnsafeSlow(CAPACITY);
  #length = 0;
  #withdrawn: { readonly at: number; readonly size: number }[] = [];
  /** Bytes of content in it. */
  contentBytes = 0;
  /** Contents in it. */
  whole = 0;

  clear(): void {
    this.#length = 0;
    this.#withdrawn = [];
    this.contentBytes = 0;
    this.whole = 0;
  }

  /** Whether a content of this size goes in. */
  hasRoom(size: number): boolean {
    return size <= PIECE_SIZE && this.contentBytes + size <= MAX_BATCH_BYTES;
  }

  /** A frame without content. */
  lacks(status: Exclude<FrameStatus, 'whole'>): void {
    this.#length = writeFrameHead(this.memory, this.#length, status, 0);
  }

  /** A frame with content, which may be filled later. @returns where in `memory` its bytes go */
  reserve(size: number): number {
    const from = writeFrameHead(this.memory, this.#length, 'whole', size);
    this.#length = from + size;
    this.contentBytes += size;
    this.whole++;
    return from;
  }

  /** What was reserved there cannot be had: the frame will say that the content changed. */
  withdraw(from: number, size: number): void {
    this.#withdrawn.push({ at: from - FRAME_HEAD_BYTES, size });
  }

  /** All frames; call it once, when all places are filled. */
  bytes(): Uint8Array {
    // From the last to the first: what lies behind moves up, and the places before stay where they are.
    for (const { at, size } of this.#withdrawn.toSorted((a, b) => b.at - a.at)) {
      writeFrameHead(this.memory, at, 'changed', 0);
      const from = at + FRAME_HEAD_BYTES;
      this.memory.copyWithin(from, from + size, this.#length);
      this.#length -= size;
      this.contentBytes -= size;
      this.whole--;
    }
    this.#withdrawn = [];
    return this.memory.subarray(0, this.#length);
  }
}
