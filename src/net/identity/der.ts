/** The little of DER (ITU-T X.690) that a self-signed certificate needs. */
const encode = new TextEncoder();

function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  let at = head.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Uint8Array => tagged(0x31, ...parts);
export const octets = (content: Uint8Array): Uint8Array => tagged(0x04, content);
export const bits = (content: Uint8Array): Uint8Array => tagged(0x03, Uint8Array.of(0), content);
export const utf8 = (text: string): Uint8Array => tagged(0x0c, encode.encode(text));
export const boolean = (value: boolean): Uint8Array => tagged(0x01, Uint8Array.of(value ? 0xff : 0));
/** Context tag `number` around other values. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  tagged(0xa0 | number, ...parts);
/** Context tag `number` in place of a primitive value's own. */
export const implicit = (number: number, content: Uint8Array): Uint8Array => tagged(0x80 | number, content);

/** @param magnitude big-endian, without sign */
export function integer(magnitude: Uint8Array): Uint8Array {
  const start = magnitude.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Uint8Array.of(0) : magnitude.subarray(start);
  return (digits[0] ?? 0) >= 0x80 ? tagged(0x02, Uint8Array.of(0), digits) : tagged(0x02, digits);
}

/** @param dotted such as `1.2.840.10045.4.3.2` */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const digits = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return tagged(0x06, Uint8Array.from(bytes));
}

/** GeneralizedTime, as RFC 5280 wants it from 2050 on: `YYYYMMDDHHMMSSZ`; UTCTime before. */
export function time(date: Date): Uint8Array {
  const digits = `${date.toISOString().replaceAll(/[-:T]|\.\d+Z$/g, '')}Z`;
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, encode.encode(digits.slice(2)))
    : tagged(0x18, encode.encode(digits));
}
