import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';

/**
 * The answer to `POST /v1/contents`: for each id that was asked for, in that order, one frame:
 *
 * | bytes | what |
 * |---|---|
 * | 1 | how it stands with this content, see `FrameStatus` |
 * | 4 | how many bytes follow, big-endian; at most a piece, and 0 unless the content does |
 * | … | the content |
 *
 * Numbers are permanent. `Content-Length` covers all frames.
 */
const FRAME_STATUS = {
  /** The content follows. */
  whole: 0,
  /** It is not here, or not for whoever asked. */
  missing: 1,
  /** The file changed since it was hashed. */
  changed: 2,
  /** It is here and was left out: larger than a piece, or no room for it in this batch. Ask for it alone. */
  left: 3,
} as const;

export type FrameStatus = keyof typeof FRAME_STATUS;

export const FRAME_HEAD_BYTES = 5;

const NAMES: readonly FrameStatus[] = ['whole', 'missing', 'changed', 'left'];

/** Writes the head of a frame at `at`. @returns where its content begins */
export function writeFrameHead(buffer: Uint8Array, at: number, status: FrameStatus, length: number): number {
  buffer[at] = FRAME_STATUS[status];
  buffer[at + 1] = length >>> 24;
  buffer[at + 2] = length >>> 16;
  buffer[at + 3] = length >>> 8;
  buffer[at + 4] = length;
  return at + FRAME_HEAD_BYTES;
}

/** Who takes the frames. */
export interface FrameSink {
  /** How many bytes frame `index` should have; others are read away. */
  expected(index: number): number;
  /** A frame is complete. `bytes` is good until this returns; undefined where they are not as many as expected. */
  frame(index: number, status: FrameStatus, bytes: Uint8Array | undefined): void;
}

const NOTHING = new Uint8Array(0);

/** Reads frames out of a stream, wherever the network cuts it. Keeps no more than one content. */
export class FrameReader {
  readonly #count: number;
  readonly #sink: FrameSink;
  /** Where a content that comes in several parts is put together: a piece. */
  readonly #piece: Uint8Array;
  readonly #head = new Uint8Array(FRAME_HEAD_BYTES);
  #headFill = 0;
  #index = 0;
  #status: FrameStatus = 'whole';
  /** Of the content that comes. */
  #length = 0;
  #fill = 0;
  /** Bytes of content that came, right or wrong. */
  contentBytes = 0;

  /**
   * @param count frames that were asked for
   * @param piece 256 KiB, lent for the time of this answer
   */
  constructor(count: number, sink: FrameSink, piece: Uint8Array) {
    this.#count = count;
    this.#sink = sink;
    this.#piece = piece;
  }

  /** Frames that are complete. */
  get frames(): number {
    return this.#index;
  }

  /** Whether all of them came, and nothing after them. */
  get complete(): boolean {
    return this.#index === this.#count && this.#headFill === 0;
  }

  /** @throws {AyniError} `bad-answer` for what is no frame or one too many, and what the sink throws; of no use then */
  push(bytes: Uint8Array, start = 0, end = bytes.length): void {
    for (let at = start; at < end;) {
      if (this.#headFill < FRAME_HEAD_BYTES) {
        this.#head[this.#headFill++] = bytes[at++] ?? 0;
        if (this.#headFill === FRAME_HEAD_BYTES) this.#begin();
        continue;
      }
      const count = Math.min(end - at, this.#length - this.#fill);
      this.#takeContent(bytes.subarray(at, at + count));
      at += count;
    }
  }

  #begin(): void {
    if (this.#index >= this.#count) throw bad('more contents than were asked for');
    const [code = 0, a = 0, b = 0, c = 0, d = 0] = this.#head;
    const status = NAMES[code];
    if (status === undefined) throw bad(`a content with the status ${code}`);
    this.#status = status;
    this.#length = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
    if (this.#length > PIECE_SIZE) throw bad(`a content of ${this.#length} bytes in a batch`);
    if (status !== 'whole' && this.#length > 0) throw bad('bytes of a content that it lacks');
    this.#fill = 0;
    if (this.#length === 0) this.#end(NOTHING);
  }

  #takeContent(part: Uint8Array): void {
    this.contentBytes += part.length;
    const wanted = this.#sink.expected(this.#index) === this.#length;
    if (this.#fill === 0 && part.length === this.#length) {
      // All of it lies in what just came: no need to copy.
      this.#end(wanted ? part : undefined);
      return;
    }
    if (wanted) this.#piece.set(part, this.#fill);
    this.#fill += part.length;
    if (this.#fill === this.#length) this.#end(wanted ? this.#piece.subarray(0, this.#length) : undefined);
  }

  #end(bytes: Uint8Array | undefined): void {
    const index = this.#index++;
    this.#headFill = 0;
    const right = bytes !== undefined && (this.#status !== 'whole' || this.#sink.expected(index) === bytes.length);
    this.#sink.frame(index, this.#status, right ? bytes : undefined);
  }
}

function bad(what: string): AyniError {
  return new AyniError('bad-answer', `The source sends ${what}.`);
}
