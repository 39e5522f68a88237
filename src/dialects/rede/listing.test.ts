import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { Listening } from '../../../test/support/dialects/listening.ts';
import type { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { ListRoom } from '../shared/list-room.ts';
import { askListing } from './listing.ts';
import { ListingCache } from './listing-cache.ts';

const { signal } = new AbortController();
const fails = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code);

async function peerThat(t: TestContext, serve: (talk: LineOfTalk) => Promise<void>) {
  const peer = await Listening.on(0, serve);
  t.after(() => peer[Symbol.asyncDispose]());
  return { host: '127.0.0.1', port: peer.port };
}

test('a listing that goes on without end, a name now and then, ends all the same', async (t) => {
  const peer = await peerThat(t, async (talk) => {
    for (; !talk.ended; await sleep(10)) talk.write('a ');
  });
  await assert.rejects(askListing(peer, { signal, listingMs: 100 }), fails('too-large'));
});

test('all listings together have so much room, and small ones have theirs', async (t) => {
  const names = await peerThat(t, async (talk) => talk.write('abcdefgh '.repeat(10)));
  const whole = new ListRoom(100);
  const first = new ListRoom(whole);
  assert.equal((await askListing(names, { signal, room: first }))?.length, 10);
  await assert.rejects(askListing(names, { signal, room: new ListRoom(whole) }), fails('busy'));
  assert.equal((await askListing(names, { signal, room: new ListRoom(whole, 90) }))?.length, 10);
  first.giveBack();
  assert.equal((await askListing(names, { signal, room: new ListRoom(whole) }))?.length, 10);
});

test('of peers that list 16 MiB of names each only as many are kept as there is room for', async (t) => {
  const names = 'abcdefgh '.repeat(1_800_000);
  const greedy = await Promise.all(Array.from({ length: 4 }, () => peerThat(t, async (talk) => talk.write(names))));
  const small = await peerThat(t, async (talk) => talk.write('a.txt '));
  const cache = new ListingCache({ silenceMs: 2_000, keepMs: 60_000, signal });
  const kept = (await cache.of([...greedy, small])).filter((listing) => listing.names.length > 0);
  assert.deepEqual(kept.at(-1)?.names, ['a.txt']);
  assert.ok(kept.length <= 3, `${kept.length} are kept`);
});
