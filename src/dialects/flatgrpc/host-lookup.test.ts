import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { HostLookup } from './host-lookup.ts';

test('knows an address without asking', async () => {
  const lookup = new HostLookup({ clock: new ManualClock() }, () => Promise.reject(new Error('asked')));
  assert.equal(await lookup.resolves('10.0.0.7'), true);
  assert.equal(await lookup.resolves('::1'), true);
});

test('asks for one host at a time, once, and again when the answer is old', async () => {
  const clock = new ManualClock();
  const asked: string[] = [];
  let open = 0;
  const lookup = new HostLookup({ clock }, async (host) => {
    assert.equal(++open, 1);
    asked.push(host);
    await new Promise((resolve) => setImmediate(resolve));
    open--;
    if (host === 'peer_1') throw new Error('ENOTFOUND');
  });
  const answers = await Promise.all(['peer_1', 'localhost', 'peer_1'].map((host) => lookup.resolves(host)));
  assert.deepEqual(answers, [false, true, false]);
  assert.deepEqual(asked, ['peer_1', 'localhost']);
  clock.advance(11 * 60_000);
  await lookup.resolves('localhost');
  assert.deepEqual(asked, ['peer_1', 'localhost', 'localhost']);
});

test('knows nothing of hosts beyond a thousand that wait', async () => {
  const gate = Promise.withResolvers<void>();
  const lookup = new HostLookup({ clock: new ManualClock() }, () => gate.promise);
  const waiting = Array.from({ length: 1_000 }, (_, index) => lookup.resolves(`host${index}`));
  assert.equal(await lookup.resolves('one-more'), false);
  gate.resolve();
  assert.deepEqual([...new Set(await Promise.all(waiting))], [true]);
});
