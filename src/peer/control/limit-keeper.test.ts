import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ManualClock } from '../../../test/support/manual-clock.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import type { PaceRates } from '../../core/transfer/pace.ts';
import type { LimitChange } from '../../wire/control/limit-messages.ts';
import { LimitKeeper } from './limit-keeper.ts';

function keeper(clock: ManualClock, settings: LimitChange = {}) {
  const heard: { up: PaceRates[]; down: PaceRates[]; saved: LimitChange[] } = { up: [], down: [], saved: [] };
  let [total, concurrent] = [8, 2];
  const parts = {
    uploads: {
      setRates: (rates: PaceRates) => void heard.up.push(rates),
      setSlots: (slots: number) => void (total = slots),
      slots: () => ({ total, free: total }),
    },
    downloads: {
      setRates: (rates: PaceRates) => void heard.down.push(rates),
      setConcurrent: (jobs: number) => void (concurrent = jobs),
      get concurrent() {
        return concurrent;
      },
    },
    clock,
    log: SILENT,
    save: (limits: LimitChange) => {
      heard.saved.push(limits);
      return Promise.resolve();
    },
  };
  return { heard, parts, limits: new LimitKeeper(parts, settings) };
}

test('what is set holds at once, is saved, and leaves the rest', async (t) => {
  const { heard, limits } = keeper(new ManualClock(), { rates: { up: 100_000 }, slots: 3 });
  limits.start();
  t.after(() => limits.stop());
  assert.deepEqual(heard.up, [{ all: 100_000, perPeer: undefined }]);
  const status = await limits.change({ rates: { down: 200_000, peerUp: 50_000 }, jobs: 5 });
  assert.deepEqual(status.now, { up: 100_000, down: 200_000, peerUp: 50_000 });
  assert.deepEqual([status.slots, status.jobs], [3, 5]);
  assert.deepEqual(heard.up.at(-1), { all: 100_000, perPeer: 50_000 });
  assert.deepEqual(heard.down.at(-1), { all: 200_000, perPeer: undefined });
  assert.deepEqual(heard.saved, [{ rates: { up: 100_000, down: 200_000, peerUp: 50_000 }, slots: 3, jobs: 5 }]);
  assert.deepEqual((await limits.change({ rates: { up: null } })).now, { down: 200_000, peerUp: 50_000 });
});

test('a schedule holds by the clock on the wall', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const noon = new Date(2026, 10, 24, 12, 0).getTime();
  const clock = new ManualClock(noon);
  const { heard, limits } = keeper(clock, {
    schedule: [{ days: [new Date(noon).getDay()], from: 13 * 60, to: 14 * 60, rates: { up: 64_000 } }],
  });
  limits.start();
  t.after(() => limits.stop());
  assert.equal(limits.status().row, undefined);
  clock.advance(3_600_000);
  t.mock.timers.tick(10_000);
  assert.deepEqual(heard.up.at(-1), { all: 64_000, perPeer: undefined });
  assert.equal(limits.status().row, 0);
  clock.advance(3_600_000);
  t.mock.timers.tick(10_000);
  assert.deepEqual(heard.up.at(-1), { all: undefined, perPeer: undefined });
  assert.equal(heard.up.length, 3, 'it is not set again while it stays the same');
});

test('of changes at the same time none is lost', async () => {
  const { heard, limits } = keeper(new ManualClock());
  await Promise.all([limits.change({ rates: { up: 1_000_000 } }), limits.change({ rates: { down: 2_000_000 } })]);
  assert.deepEqual(heard.saved.at(-1), { rates: { up: 1_000_000, down: 2_000_000 } });
  assert.deepEqual(limits.status().rates, { up: 1_000_000, down: 2_000_000 });
});

test('what cannot be saved does not hold', async (t) => {
  const { heard, parts } = keeper(new ManualClock());
  const failing = { ...parts, save: () => Promise.reject(new AyniError('io-failed', 'The disk is full.')) };
  const limits = new LimitKeeper(failing, {});
  limits.start();
  t.after(() => limits.stop());
  await assert.rejects(limits.change({ rates: { up: 64_000 }, slots: 1 }), /full/);
  assert.deepEqual([limits.status().now, limits.status().slots, heard.up.length], [{}, 8, 1]);
});
