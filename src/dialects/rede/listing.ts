import { AyniError } from '../../core/errors.ts';
import { SILENCE } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import type { ListRoom } from '../shared/list-room.ts';
import { parseListing, type RedePeer } from './codec.ts';

/** So much silence ends an answer of a program that closes nothing, ms. */
export const ANSWER_SILENCE_MS = 2_000;
const CONNECT_MS = 5_000;
const MAX_LISTING_BYTES = 16 * 1024 * 1024;
/** Bytes of several listings at once, beside 64 KiB of each: short names take ten times as much when they are apart. */
export const LISTINGS_BYTES = 32 * 1024 * 1024;
/** For all of a listing, ms: who sends a name now and then would never be silent for long enough. */
const LISTING_MS = 60_000;

export interface ListingOptions {
  readonly signal: AbortSignal;
  readonly silenceMs?: number;
  /** 60,000. */
  readonly listingMs?: number;
  /** What listings that are under way have together; whoever made it gives it back. */
  readonly room?: ListRoom;
}

/**
 * What a peer shares, by `ls`.
 * @returns undefined where the peer is there and says nothing: it shares nothing, or has no time now
 * @throws {AyniError} `unreachable`, `timeout` where nobody is there; `cut-off`, `too-large`, `cancelled`; `busy` without
 * room
 */
export async function askListing(peer: RedePeer, options: ListingOptions): Promise<readonly string[] | undefined> {
  const { signal, silenceMs = ANSWER_SILENCE_MS, listingMs = LISTING_MS, room } = options;
  await using conversation = await dialConversation(peer, { signal, timeoutMs: CONNECT_MS });
  await conversation.write('ls');
  const late = performance.now() + listingMs;
  const parts: Buffer[] = [];
  let length = 0;
  for (;;) {
    const bytes = await conversation.read(silenceMs);
    if (bytes === SILENCE && length === 0) return undefined;
    if (bytes === undefined || bytes === SILENCE) return parseListing(Buffer.concat(parts).toString('utf8'));
    length += bytes.length;
    if (length > MAX_LISTING_BYTES || performance.now() > late) {
      throw new AyniError('too-large', `${peer.host}:${peer.port} lists names without end.`);
    }
    if (room?.take(bytes.length) === false) {
      throw new AyniError('busy', `There is no room for what ${peer.host}:${peer.port} lists.`);
    }
    parts.push(bytes);
  }
}
