import { setTimeout as sleep } from 'node:timers/promises';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import { ListRoom, SMALL_LIST } from '../shared/list-room.ts';
import type { RedePeer } from './codec.ts';
import { askListing } from './listing.ts';

/** A peer listens a moment after it was told its port: it is asked again after so long, ms. */
const FIRST_ASKS_MS = [300, 1_000, 3_000];
/** Times that nobody may answer at its address, one after the other. */
const MAX_FAILURES = 2;
/** Of one listing; more are left out. */
const MAX_FILES = 100_000;
const MAX_NAME_BYTES = 1024;

/**
 * Asks a foreign peer what it shares, soon after it joined and then once per TTL, so that its files are in the catalog.
 * Returns when the signal is aborted, or when nobody answered at its address twice in a row or the registry dropped it:
 * then it is gone.
 */
export async function watchPeer(
  peer: RedePeer & { readonly key: string },
  parts: { readonly registry: DialectRegistry; readonly log: Logger; readonly room: ListRoom },
  options: { readonly ttlMs: number; readonly signal: AbortSignal },
): Promise<'gone' | 'over'> {
  const { registry, log } = parts;
  const { ttlMs, signal } = options;
  const firstAsks = FIRST_ASKS_MS.map((ms) => Math.min(ms, ttlMs));
  for (let failures = 0; ;) {
    const soon = firstAsks.shift();
    const room = new ListRoom(parts.room, SMALL_LIST);
    try {
      await sleep(soon ?? ttlMs, undefined, { signal });
      const names = await askListing(peer, { signal, room });
      failures = 0;
      firstAsks.length = 0;
      if (names !== undefined) await registry.announce(peer.key, filesOf(names), { replace: true });
    } catch (error) {
      if (signal.aborted) return 'over';
      const { code, message } = AyniError.from(error);
      log.debug({ dialect: 'rede', peer: peer.key, code }, message);
      if (code === 'not-found') return 'gone';
      // In the beginning it may not listen yet; and who breaks off in a listing is there.
      if (soon === undefined && (code === 'unreachable' || code === 'timeout')) failures++;
      if (failures >= MAX_FAILURES) return 'gone';
    } finally {
      room.giveBack();
    }
  }
}

function filesOf(names: readonly string[]): FlatFile[] {
  return [...new Set(names)]
    .filter((name) => Buffer.byteLength(name) <= MAX_NAME_BYTES)
    .slice(0, MAX_FILES)
    .map((name) => ({ name }));
}
