import { Bitfield } from '../../core/content/bitfield.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import { encodeBitfield } from '../../wire/http/bitfield-body.ts';
import type { ServedContent } from './served-content.ts';

/** Greater than any version of a part: a whole content has all pieces, and that does not change. */
const WHOLE_VERSION = Number.MAX_SAFE_INTEGER;

/** What is here of a content of `size` bytes: a bitfield body. */
export function bitfieldOf(part: ServedContent['part'], size: number): Uint8Array {
  return encodeBitfield(part ?? { version: WHOLE_VERSION, field: Bitfield.full(pieceCount(size)) });
}
