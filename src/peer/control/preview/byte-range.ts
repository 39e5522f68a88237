import { AyniError } from '../../../core/errors.ts';

export interface ByteRange {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * The one range that a request asks for (RFC 9110, 14.2).
 * @returns undefined for all of it: without a header, and for several ranges or other units, which may be ignored
 * @throws {AyniError} `range-invalid` for one that begins behind the end
 */
export function byteRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const suffix = first === '';
  const start = suffix ? Math.max(0, size - Number(last)) : Number(first);
  const end = suffix || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || (!suffix && last !== '' && Number(last) < start)) {
    throw new AyniError('range-invalid', `This file has ${size} bytes, and the range lies outside.`, {
      context: { size },
    });
  }
  return { start, end };
}
