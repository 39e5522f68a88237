import { Bitfield } from '../../core/content/bitfield.ts';
import { AyniError } from '../../core/errors.ts';

/**
 * The body of `GET …/bitfield`: one byte for the form, 8 bytes of version (big-endian), then either the plain bytes of
 * the field or its runs. Runs are unsigned LEB128 numbers: absent, present, absent … in turn, together all pieces; only
 * the first may be 0.
 */
const PLAIN = 0;
const RUNS = 1;
const HEADER = 9;

/**
 * The header in which a peer that has a part tells with each answer what it has, and with each request to another that
 * has a part: the body of `GET …/bitfield` in base64, where that is short. Those who fetch from it need not ask.
 */
export const BITFIELD_HEADER = 'Ayni-Bitfield';
/** Bytes, before base64. */
const MAX_HEADER_BITFIELD = 4096;
/** The body of a request has so many bytes at most: enough for any field of 128 GiB, and for one in few runs of more. */
export const MAX_BODY_BITFIELD = 64 * 1024;

export interface VersionedBitfield {
  /** Grows whenever the source has another piece. */
  readonly version: number;
  readonly field: Bitfield;
}

/** Up to here, bytes, a field goes out as it is: to look for its runs takes longer than to send it. */
const SHORT = 128;

/** A bitfield body where it may be told in a header. */
export function inHeader(body: Uint8Array | undefined): Uint8Array | undefined {
  return body === undefined || body.length > MAX_HEADER_BITFIELD ? undefined : body;
}

function runsOf(field: Bitfield, limit: number): number[] | undefined {
  const bytes: number[] = [];
  let present = false;
  for (let at = 0; at < field.length; present = !present) {
    let end = at;
    while (end < field.length && field.has(end) === present) end++;
    let run = end - at;
    for (; run >= 0x80; run = Math.floor(run / 0x80)) bytes.push((run & 0x7f) | 0x80);
    bytes.push(run);
    if (bytes.length >= limit) return undefined;
    at = end;
  }
  return bytes;
}

/** In runs where that is shorter and worth it. */
export function encodeBitfield({ version, field }: VersionedBitfield): Uint8Array {
  const plain = field.toBytes();
  const runs = plain.length > SHORT ? runsOf(field, plain.length) : undefined;
  const content = runs ?? plain;
  const body = new Uint8Array(HEADER + content.length);
  body[0] = runs === undefined ? PLAIN : RUNS;
  new DataView(body.buffer).setBigUint64(1, BigInt(version));
  body.set(content, HEADER);
  return body;
}

function fieldOfRuns(length: number, bytes: Uint8Array, bad: () => AyniError): Bitfield {
  const field = new Bitfield(length);
  let piece = 0;
  let present = false;
  let at = 0;
  while (at < bytes.length) {
    let run = 0;
    let scale = 1;
    let byte: number;
    do {
      byte = bytes[at++] ?? 0x80;
      run += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (run > length - piece || at > bytes.length) throw bad();
    } while (byte >= 0x80);
    if (run === 0 && piece + at > 1) throw bad();
    if (present) for (let end = piece + run; piece < end; piece++) field.set(piece);
    else piece += run;
    present = !present;
  }
  if (piece !== length) throw bad();
  return field;
}

/**
 * @param length number of pieces
 * @throws {AyniError} `bad-answer` where the body is not that of `length` pieces
 */
export function decodeBitfield(length: number, body: Uint8Array): VersionedBitfield {
  const bad = (): AyniError =>
    new AyniError('bad-answer', `These ${body.length} bytes are no bitfield of ${length} pieces.`);
  const form = body[0];
  if (body.length < HEADER || (form !== PLAIN && form !== RUNS)) throw bad();
  const version = Number(new DataView(body.buffer, body.byteOffset).getBigUint64(1));
  if (!Number.isSafeInteger(version)) throw bad();
  const content = body.subarray(HEADER);
  return {
    version,
    field: form === PLAIN ? Bitfield.fromBytes(length, content) : fieldOfRuns(length, content, bad),
  };
}
