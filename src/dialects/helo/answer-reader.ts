import { AyniError } from '../../core/errors.ts';
import { FRAME_HEAD_BYTES, MAX_PAYLOAD_BYTES } from './codec.ts';

/** Of the text of an ERRR. */
const MAX_ERROR_BYTES = 4096;

export type AnswerPart =
  /** Bytes of the file, good until the next part is asked for. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** All of the file has come. */
  | { readonly kind: 'end' }
  | { readonly kind: 'error'; readonly text: string };

/** Reads the frames that answer REQF: DATA up to an empty one, or ERRR. Passes on what comes and keeps nothing of it. */
export class AnswerReader {
  readonly #head = Buffer.alloc(FRAME_HEAD_BYTES);
  #headFill = 0;
  /** Of the payload that comes. */
  #left = 0;
  #error: Buffer[] | undefined;

  /** @throws {AyniError} `bad-answer` for anything but these frames; of no use then */
  *push(bytes: Uint8Array): Generator<AnswerPart, void> {
    const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < input.length;) {
      if (this.#headFill < FRAME_HEAD_BYTES) {
        this.#head[this.#headFill++] = input[at++] ?? 0;
        if (this.#headFill === FRAME_HEAD_BYTES) yield* this.#begin();
        continue;
      }
      const part = input.subarray(at, at + this.#left);
      at += part.length;
      this.#left -= part.length;
      if (this.#error === undefined) yield { kind: 'bytes', bytes: part };
      else this.#error.push(Buffer.from(part));
      if (this.#left === 0) yield* this.#finish();
    }
  }

  *#begin(): Generator<AnswerPart, void> {
    const id = this.#head.toString('latin1', 0, 4);
    this.#left = this.#head.readUInt32BE(4);
    if (id === 'ERRR') this.#error = [];
    else if (id !== 'DATA') throw badAnswer('something else than the file');
    if (this.#left > (id === 'ERRR' ? MAX_ERROR_BYTES : MAX_PAYLOAD_BYTES)) throw badAnswer('a frame that is too long');
    if (this.#left > 0) return;
    if (id === 'DATA') yield { kind: 'end' };
    yield* this.#finish();
  }

  *#finish(): Generator<AnswerPart, void> {
    this.#headFill = 0;
    if (this.#error !== undefined) yield { kind: 'error', text: Buffer.concat(this.#error).toString('utf8') };
    this.#error = undefined;
  }
}

function badAnswer(what: string): AyniError {
  return new AyniError('bad-answer', `The peer sends ${what}: does it speak helo with frames?`);
}
