import { AyniError } from '../../core/errors.ts';
import { SILENCE } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { parseListing, type RedePeer } from './codec.ts';

/** So much silence ends an answer of a program that closes nothing, ms. */
export const ANSWER_SILENCE_MS = 2_000;
const CONNECT_MS = 5_000;
const MAX_LISTING_BYTES = 16 * 1024 * 1024;

/**
 * What a peer shares, by `ls`.
 * @returns undefined where the peer is there and says nothing: it shares nothing, or has no time now
 * @throws {AyniError} `unreachable`, `timeout` where nobody is there; `cut-off`, `too-large`, `cancelled`
 */
export async function askListing(
  peer: RedePeer,
  options: { readonly signal: AbortSignal; readonly silenceMs?: number },
): Promise<readonly string[] | undefined> {
  const { signal, silenceMs = ANSWER_SILENCE_MS } = options;
  await using conversation = await dialConversation(peer, { signal, timeoutMs: CONNECT_MS });
  await conversation.write('ls');
  const parts: Buffer[] = [];
  let length = 0;
  for (;;) {
    const bytes = await conversation.read(silenceMs);
    if (bytes === SILENCE && length === 0) return undefined;
    if (bytes === undefined || bytes === SILENCE) return parseListing(Buffer.concat(parts).toString('utf8'));
    length += bytes.length;
    if (length > MAX_LISTING_BYTES) {
      throw new AyniError('too-large', `${peer.host}:${peer.port} lists more than 16 MiB of names.`);
    }
    parts.push(bytes);
  }
}
