import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { peerIdOf, type PeerId } from '../core/ids.ts';
import { SILENT } from '../core/log.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { MemberLookup } from './member-lookup.ts';

const ANNA = peerIdOf(new Uint8Array(32).fill(1));

async function lookup(t: TestContext) {
  const clock = new ManualClock();
  const store = await openSqliteStore(':memory:', { clock, log: SILENT });
  t.after(() => store.close());
  await store.putMember({ peer: ANNA, name: 'anna', role: 'member', groups: [] });
  const asked: PeerId[] = [];
  const member = store.member.bind(store);
  store.member = (peer) => {
    asked.push(peer);
    return member(peer);
  };
  return { store, clock, asked, anna: new MemberLookup({ store, clock }, ANNA) };
}

test('asks the store once for a request that passes the door, and again for the next one', async (t) => {
  const { anna, asked } = await lookup(t);
  await anna.enter();
  assert.equal((await anna.member()).name, 'anna');
  assert.equal(asked.length, 1);
  await anna.enter();
  await anna.member();
  assert.equal(asked.length, 2);
});

test('a request that asks again hears of a revocation meanwhile', async (t) => {
  const { anna, store } = await lookup(t);
  await anna.enter();
  await anna.member();
  await store.revoke(ANNA);
  await assert.rejects(anna.member(), { code: 'revoked' });
  await assert.rejects(anna.enter(), { code: 'revoked' });
  await assert.rejects(anna.member(), { code: 'revoked' }, 'who did not get in is not taken for the one before');
});

test('a request whose body took its time hears of a revocation meanwhile', async (t) => {
  const { anna, store, clock } = await lookup(t);
  await anna.enter();
  await store.revoke(ANNA);
  clock.advance(200);
  await assert.rejects(anna.member(), { code: 'revoked' });
});
