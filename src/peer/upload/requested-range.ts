import { AyniError } from '../../core/errors.ts';
import type { ByteRange } from '../../wire/http/content-range.ts';

/**
 * The header `Range` (RFC 9110, section 14.2) with a single range of bytes; what reaches past the end is cut there.
 * @returns undefined without the header
 * @throws {AyniError} `range-invalid` (context: `size`) for several ranges, other units, and what lies outside
 */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header);
  const [, from = '', to = ''] = match ?? [];
  let range: ByteRange = { start: 0, end: 0 };
  if (from !== '') range = { start: Number(from), end: to === '' ? size : Math.min(size, Number(to) + 1) };
  else if (to !== '') range = { start: Math.max(0, size - Number(to)), end: size };
  if (range.start < range.end) return range;
  throw new AyniError('range-invalid', `This content has ${size} bytes, and that is no range of them.`, {
    context: { size },
  });
}
