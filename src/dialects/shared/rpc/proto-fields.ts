import { AyniError } from '../../../core/errors.ts';

/**
 * The part of the wire format of Protocol Buffers that messages of strings, bytes and flags need
 * (https://protobuf.dev/programming-guides/encoding): a field is a tag, which is `number << 3 | type`, and its value.
 */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** One field of a message. */
export type Field =
  /** `low` holds the lower 32 bits, which is all that a flag needs. */
  | { readonly number: number; readonly kind: 'varint'; readonly low: number; readonly zero: boolean }
  | { readonly number: number; readonly kind: 'bytes'; readonly bytes: Uint8Array };

// A byte order mark is a letter of the name like any other.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function bad(why: string): AyniError {
  return new AyniError('bad-request', `This is no Protocol Buffers message: ${why}.`);
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  varint(): { low: number; zero: boolean } {
    let low = 0;
    let zero = true;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw bad('it ends within a number');
      if (shift < 32) low |= (byte & 0x7f) << shift;
      if ((byte & 0x7f) !== 0) zero = false;
      if (byte < 0x80) return { low: low >>> 0, zero };
    }
    throw bad('a number has more than ten bytes');
  }

  take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw bad('it ends within a field');
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }
}

/**
 * The fields of a message in the order in which they came. Fixed-width ones are passed over, since no message here has
 * any: a newer version may.
 * @throws {AyniError} `bad-request`
 */
export function* readFields(message: Uint8Array): Generator<Field, void, undefined> {
  const reader = new Reader(message);
  while (!reader.done) {
    const tag = reader.varint().low;
    const number = tag >>> 3;
    if (number === 0) throw bad('a field has the number 0');
    switch (tag & 7) {
      case VARINT:
        yield { number, kind: 'varint', ...reader.varint() };
        break;
      case LENGTH_DELIMITED:
        yield { number, kind: 'bytes', bytes: reader.take(reader.varint().low) };
        break;
      case FIXED64:
        reader.take(8);
        break;
      case FIXED32:
        reader.take(4);
        break;
      default:
        throw bad(`a field has the type ${tag & 7}`);
    }
  }
}

/** Text of a `string` field. @throws {AyniError} `bad-request` for what is not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new AyniError('bad-request', 'A string of this message is not UTF-8.', { cause });
  }
}

function varintOf(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** Tag and length of a field of type `string` or `bytes`, which its bytes follow. */
export function bytesHeader(number: number, length: number): Uint8Array {
  return Uint8Array.from([...varintOf(((number << 3) | LENGTH_DELIMITED) >>> 0), ...varintOf(length)]);
}

/** A field of type `string` or `bytes`, as an element of a repeated one is written: also where it is empty. */
export function bytesField(number: number, value: string | Uint8Array): Uint8Array[] {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return [bytesHeader(number, bytes.length), bytes];
}

/** A field of type `string` or `bytes` that comes once: proto3 leaves it out where it is empty. */
export function singleField(number: number, value: string | Uint8Array): Uint8Array[] {
  return value.length === 0 ? [] : bytesField(number, value);
}

/** A field of type `bool`: proto3 leaves false out. */
export function flagField(number: number, value: boolean): Uint8Array[] {
  return value ? [varintOf(((number << 3) | VARINT) >>> 0), varintOf(1)] : [];
}
