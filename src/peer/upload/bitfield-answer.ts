import { Bitfield } from '../../core/content/bitfield.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import type { HttpAnswer } from '../../net/http/http-answer.ts';
import { encodeBitfield } from '../../wire/http/bitfield-body.ts';
import { awaitPieces } from './await-pieces.ts';
import { findServed, type ServedContent, type ServedLibrary } from './served-content.ts';
import { wholeAnswer } from './whole-answer.ts';

/** How long an answer waits for news, ms; then what is known is told again. */
const LONG_POLL_MS = 20_000;
/** Greater than any version of a part: a whole content has all pieces, and that does not change. */
const WHOLE_VERSION = Number.MAX_SAFE_INTEGER;

/**
 * Which pieces are here: at once where that is news to the requester, else when there is news.
 * @param options.since the version that the requester knows, -1 for none
 * @param options.signal aborts when the requester is gone
 */
export async function bitfieldAnswer(
  library: ServedLibrary,
  local: ServedContent,
  { since, signal }: { readonly since: number; readonly signal: AbortSignal },
): Promise<HttpAnswer> {
  const { content } = local;
  let now = local;
  if (now.part?.version === since) {
    await awaitPieces(library.partials, content, { version: since, ms: LONG_POLL_MS, signal });
    now = findServed(library, content) ?? local;
  }
  return wholeAnswer(bitfieldOf(now.part, now.size));
}

/** What is here of a content of `size` bytes: a bitfield body. */
export function bitfieldOf(part: ServedContent['part'], size: number): Uint8Array {
  return encodeBitfield(part ?? { version: WHOLE_VERSION, field: Bitfield.full(pieceCount(size)) });
}
