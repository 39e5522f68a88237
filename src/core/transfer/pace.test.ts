import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { PeerId } from '../ids.ts';
import { Pace } from './pace.ts';
import { Turns } from './turns.ts';

// What a peer's id looks like matters to nobody here.
const peer = (name: string) => name as PeerId;
const nanoseconds = (clock: ManualClock) => () => BigInt(Math.round(clock.now() * 1e6));

test('whatever is taken, and whenever somebody wakes, the rate holds over seconds', () => {
  const step = fc.record({ bytes: fc.integer({ min: 1, max: 64 * 1024 }), lateMs: fc.integer({ min: 0, max: 40 }) });
  fc.assert(
    fc.property(
      fc.integer({ min: 32_000, max: 50_000_000 }),
      fc.array(step, { minLength: 200, maxLength: 400 }),
      (rate, steps) => {
        const clock = new ManualClock();
        const pace = new Pace(nanoseconds(clock));
        pace.set({ all: rate });
        const begun = clock.now();
        let sent = 0;
        for (const { bytes, lateMs } of steps) {
          const wait = pace.allDueIn();
          if (wait > 0) clock.advance(wait + Math.min(lateMs, 40));
          pace.took(peer('a'), bytes);
          sent += bytes;
        }
        const seconds = (clock.now() - begun + pace.allDueIn()) / 1000;
        // Never faster, but for the slack; and as fast, whoever wakes late.
        assert.ok(sent <= rate * (seconds + 0.101), `${sent} in ${seconds} at ${rate}`);
        assert.ok(sent >= rate * (seconds - 0.101), `${sent} in ${seconds} at ${rate}`);
      },
    ),
  );
});

test('each peer has a limit of its own below the one for all', () => {
  const clock = new ManualClock();
  const pace = new Pace(nanoseconds(clock));
  pace.set({ all: 1_000_000, perPeer: 100_000 });
  pace.took(peer('a'), 100_000);
  assert.ok(Math.abs(pace.dueIn(peer('a')) - 1000) < 1);
  assert.ok(Math.abs(pace.dueIn(peer('b')) - 100) < 1, 'it waits for the limit of all only');
  assert.equal(pace.rate, 100_000);
});

test('threads keep one limit, and hear at once when it changes', () => {
  const clock = new ManualClock();
  const one = new Pace(nanoseconds(clock));
  const two = new Pace(nanoseconds(clock), one.memory);
  one.set({ perPeer: 50_000 });
  one.took(peer('a'), 50_000);
  two.took(peer('a'), 50_000);
  assert.ok(Math.abs(one.dueIn(peer('a')) - 2000) < 1);
  assert.equal(one.dueIn(peer('a')), two.dueIn(peer('a')));
  one.set({});
  assert.deepEqual([two.dueIn(peer('a')), two.rate], [0, undefined]);
  one.set({ perPeer: 50_000 });
  assert.equal(two.dueIn(peer('a')), 0, 'what was overdrawn is forgiven');
});

test('a great many peers are still limited', () => {
  const clock = new ManualClock();
  const pace = new Pace(nanoseconds(clock));
  pace.set({ perPeer: 50_000 });
  for (let i = 0; i < 5000; i++) pace.took(peer(`p${i}`), 50_000);
  for (let i = 0; i < 5000; i += 97) assert.ok(pace.dueIn(peer(`p${i}`)) > 900);
});

test('under a limit peers get the same, however many requests each of them has', () => {
  const requests = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(requests, fc.integer({ min: 100_000, max: 10_000_000 }), (counts, rate) => {
      const clock = new ManualClock();
      const pace = new Pace(nanoseconds(clock));
      pace.set({ all: rate });
      const turns = new Turns(pace);
      const got = counts.map(() => 0);
      counts.forEach((count, at) => {
        const ask = (): void =>
          turns.wait(peer(`p${at}`), 512 * 1024, (bytes) => {
            got[at] = (got[at] ?? 0) + bytes;
            ask();
          });
        for (let i = 0; i < count; i++) ask();
      });
      const end = clock.now() + 10_000;
      while (clock.now() < end) clock.advance(Math.max(0.1, turns.run() ?? 0));
      const total = got.reduce((sum, bytes) => sum + bytes, 0);
      assert.ok(Math.abs(total / (rate * 10) - 1) < 0.05, `${total} of ${rate * 10}`);
      for (const bytes of got) assert.ok(Math.abs(bytes / (total / got.length) - 1) < 0.1, `${bytes} of ${total}`);
    }),
    { numRuns: 40 },
  );
});

test('a peer at its own limit does not hold the others up', () => {
  const clock = new ManualClock();
  const pace = new Pace(nanoseconds(clock));
  pace.set({ perPeer: 50_000 });
  const turns = new Turns(pace);
  const went: string[] = [];
  for (const name of ['a', 'a', 'b']) turns.wait(peer(name), 3200, () => void went.push(name));
  pace.took(peer('a'), 50_000);
  const wait = turns.run();
  assert.deepEqual(went, ['b']);
  assert.ok(wait !== undefined && wait > 900);
  clock.advance(wait + 100);
  turns.run();
  clock.advance(1000);
  assert.equal(turns.run(), undefined);
  assert.deepEqual(went, ['b', 'a', 'a']);
});
