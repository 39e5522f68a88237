import { isUtf8 } from 'node:buffer';
import { AyniError } from '../../core/errors.ts';
import type { ListRoom } from '../shared/list-room.ts';

/** Bytes of the identifier that every message begins with. */
const ID_BYTES = 4;
/** Identifier and uint32 of a frame. */
export const FRAME_HEAD_BYTES = 8;
/** Of a payload, whatever the framing. */
export const MAX_PAYLOAD_BYTES = 1024 * 1024;

const LF = 10;
const CR = 13;
const SPACE = 32;
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * How a message was framed, and so how its answer is. Byte 5 tells: a space, or the top byte of a length below 16 MiB,
 * which is 0.
 */
export type HeloFraming = 'framed' | 'unframed';

export interface HeloMessage {
  readonly framing: HeloFraming;
  /** Four ASCII characters, or whatever stood in their place. */
  readonly id: string;
  readonly payload: Buffer;
  /** What keeps it from being handled: no message at all, or a payload over 1 MiB or the room, which is read away. */
  readonly problem?: 'malformed' | 'too-big';
}

const VERBS = ['HELO', 'ADDF', 'RQFS', 'REQF', 'QUIT', 'ERRR'];

/** What a message asks for, or `other`. */
export function verbOf({ id }: HeloMessage): string {
  return VERBS.includes(id) ? id : 'other';
}

/** What a reader waits for. */
export type HeloWait = 'message' | 'silence' | 'rest';

/**
 * Reads messages of both framings out of a stream, wherever the network cuts it. Knows no time: whoever feeds it says
 * when nothing came for a while and when the stream ended, which both end an unframed message. Keeps at most 1 MiB.
 */
export class HeloReader {
  readonly #room: ListRoom | undefined;
  readonly #head = Buffer.alloc(FRAME_HEAD_BYTES);
  #headFill = 0;
  #framing: HeloFraming | 'unknown' = 'unknown';
  #last: HeloFraming = 'unframed';
  /** Payload of the message that comes; grows with it. */
  #payload: Buffer = NOTHING;
  #fill = 0;
  /** Of a frame's payload. */
  #length = 0;
  /** Reported already; the rest of it is read away. */
  #tooBig = false;
  /** The four bytes are not followed by what a message has there. */
  #malformed = false;

  /** @param room for payloads; whoever made it gives back what the last one took */
  constructor(room?: ListRoom) {
    this.#room = room;
  }

  /** `silence`: 250 ms without a byte end the message; `rest`: only bytes do. */
  get waitsFor(): HeloWait {
    if (this.#framing === 'framed') return 'rest';
    return this.#headFill === 0 ? 'message' : 'silence';
  }

  /** Of the message that comes, or else of the one before; unframed at first. */
  get framing(): HeloFraming {
    return this.#framing === 'unknown' ? this.#last : this.#framing;
  }

  /** The messages that these bytes complete. Copies what it keeps. */
  *push(bytes: Uint8Array): Generator<HeloMessage, void> {
    const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at < input.length;) {
      if (this.#framing === 'unframed') {
        const newline = input.indexOf(LF, at);
        const end = newline < 0 ? input.length : newline;
        yield* this.#take(input.subarray(at, end));
        if (newline >= 0) yield* this.#finish();
        at = end + 1;
      } else if (this.#framing === 'framed' && this.#headFill === FRAME_HEAD_BYTES) {
        const end = Math.min(input.length, at + this.#length - this.#fill);
        yield* this.#take(input.subarray(at, end));
        at = end;
        if (this.#fill === this.#length) yield* this.#finish();
      } else {
        yield* this.#takeHead(input[at++] ?? 0);
      }
    }
  }

  /** Nothing came for 250 ms, or the stream ended: an unframed message is complete. A frame waits on. */
  *silence(): Generator<HeloMessage, void> {
    if (this.waitsFor === 'silence') yield* this.#finish();
  }

  *#takeHead(byte: number): Generator<HeloMessage, void> {
    // What is left of the line end of the message before.
    if (this.#headFill === 0 && (byte === LF || byte === CR)) return;
    if (this.#framing === 'unknown' && byte === LF) {
      yield* this.#finish();
      return;
    }
    if (this.#headFill === ID_BYTES && byte !== 0) {
      this.#framing = 'unframed';
      this.#malformed = byte !== SPACE && byte !== CR;
      return;
    }
    this.#head[this.#headFill++] = byte;
    if (this.#headFill === ID_BYTES + 1) this.#framing = 'framed';
    if (this.#headFill < FRAME_HEAD_BYTES) return;
    this.#length = this.#head.readUInt32BE(ID_BYTES);
    if (this.#length > MAX_PAYLOAD_BYTES) yield this.#refuse();
    if (this.#length === 0) yield* this.#finish();
  }

  *#take(part: Buffer): Generator<HeloMessage, void> {
    const before = this.#fill;
    this.#fill += part.length;
    if (this.#tooBig) return;
    if (this.#fill > MAX_PAYLOAD_BYTES) {
      yield this.#refuse();
      return;
    }
    if (this.#fill > this.#payload.length) {
      const length = Math.min(MAX_PAYLOAD_BYTES, Math.max(this.#fill, this.#payload.length * 2));
      if (this.#room?.take(length - this.#payload.length) === false) {
        yield this.#refuse();
        return;
      }
      const grown = Buffer.allocUnsafe(length);
      this.#payload.copy(grown, 0, 0, before);
      this.#payload = grown;
    }
    part.copy(this.#payload, before);
  }

  #refuse(): HeloMessage {
    this.#tooBig = true;
    this.#payload = NOTHING;
    this.#room?.giveBack();
    return { framing: this.#messageFraming(), id: this.#id(), payload: NOTHING, problem: 'too-big' };
  }

  *#finish(): Generator<HeloMessage, void> {
    const framing = this.#messageFraming();
    this.#last = framing;
    const malformed = this.#malformed || this.#headFill < ID_BYTES;
    let payload = this.#tooBig ? NOTHING : this.#payload.subarray(0, this.#fill);
    if (framing === 'unframed') payload = withoutPadding(payload);
    const message = { framing, id: this.#id(), payload };
    const reported = this.#tooBig;
    this.#headFill = 0;
    this.#framing = 'unknown';
    this.#payload = NOTHING;
    this.#fill = 0;
    this.#tooBig = false;
    this.#malformed = false;
    if (!reported) yield malformed ? { ...message, problem: 'malformed' } : message;
    // It was handled before the next one is asked for.
    this.#room?.giveBack();
  }

  #messageFraming(): HeloFraming {
    return this.#framing === 'framed' ? 'framed' : 'unframed';
  }

  #id(): string {
    return this.#head.toString('latin1', 0, Math.min(this.#headFill, ID_BYTES));
  }
}

/** Some programs write a whole buffer, whatever is in it, or a line with CR. */
function withoutPadding(payload: Buffer): Buffer {
  let end = payload.length;
  while (end > 0 && (payload[end - 1] === 0 || payload[end - 1] === CR)) end--;
  return payload.subarray(0, end);
}

/**
 * A message as it goes over the wire. An unframed one ends with LF, which no program has to wait for.
 * @throws {AyniError} `too-large` for a frame over 1 MiB
 */
export function encodeMessage(framing: HeloFraming, id: string, payload = ''): Buffer {
  if (framing === 'unframed') return Buffer.from(payload === '' ? `${id}\n` : `${id} ${payload}\n`);
  const length = Buffer.byteLength(payload);
  if (length > MAX_PAYLOAD_BYTES) {
    throw new AyniError('too-large', `A message of ${length} bytes is too long for helo, which takes 1 MiB.`);
  }
  const frame = Buffer.alloc(FRAME_HEAD_BYTES + length);
  writeFrameHead(frame, id, length);
  frame.write(payload, FRAME_HEAD_BYTES);
  return frame;
}

/** Writes the head of a frame at the start of `buffer`. */
export function writeFrameHead(buffer: Buffer, id: string, length: number): void {
  buffer.write(id, 0, ID_BYTES, 'latin1');
  buffer.writeUInt32BE(length, ID_BYTES);
}

/** Undefined where it is not UTF-8. */
export function payloadText(payload: Buffer): string | undefined {
  return isUtf8(payload) ? payload.toString('utf8') : undefined;
}
