import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { ratesAt, rowAt, type ScheduleRow } from './rate-limits.ts';

const row = (days: number[], from: number, to: number, up: number | null): ScheduleRow => ({
  days,
  from,
  to,
  rates: { up },
});
const at = (day: number, hour: number, minute = 0) => ({ day, minute: hour * 60 + minute });

test('a row holds from its first minute up to its last, on its days', () => {
  const schedule = [row([1, 2], 8 * 60, 18 * 60, 5)];
  const holds = (day: number, hour: number, minute = 0) => rowAt(schedule, at(day, hour, minute)) !== undefined;
  assert.deepEqual(
    [holds(1, 8), holds(2, 17, 59), holds(1, 7, 59), holds(1, 18), holds(3, 12), holds(0, 12)],
    [true, true, false, false, false, false],
  );
});

test('a row that crosses midnight belongs to the day on which it begins', () => {
  const schedule = [row([6], 22 * 60, 6 * 60, 5)];
  const holds = (day: number, hour: number, minute = 0) => rowAt(schedule, at(day, hour, minute)) !== undefined;
  assert.deepEqual(
    [holds(6, 22), holds(0, 5, 59), holds(0, 6), holds(6, 5), holds(0, 22)],
    [true, true, false, false, false],
  );
});

test('a row from a time to the same time is 24 hours long, and 24:00 is the end of the day', () => {
  const whole = [row([3], 0, 1440, 5)];
  assert.ok(rowAt(whole, at(3, 0)) && rowAt(whole, at(3, 23, 59)) && !rowAt(whole, at(4, 0)));
  const round = [row([3], 480, 480, 5)];
  assert.ok(rowAt(round, at(3, 8)) && rowAt(round, at(4, 7, 59)) && !rowAt(round, at(4, 8)) && !rowAt(round, at(3, 7)));
});

test('the first row that fits holds, and leaves what it does not name', () => {
  const rates = { up: 1000, down: 2000, peerUp: null };
  const schedule = [row([1], 600, 660, null), row([1], 0, 1440, 7)];
  assert.deepEqual(ratesAt({ rates, schedule }, at(1, 10)), { down: 2000 });
  assert.deepEqual(ratesAt({ rates, schedule }, at(1, 12)), { up: 7, down: 2000 });
  assert.deepEqual(ratesAt({ rates, schedule }, at(2, 12)), { up: 1000, down: 2000 });
});

test('a row holds as many minutes of a week as it says', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 1, max: 1440 }),
      (days, from, to) => {
        const schedule = [row(days, from, to, 1)];
        let minutes = 0;
        for (let day = 0; day < 7; day++) {
          for (let minute = 0; minute < 1440; minute++) if (rowAt(schedule, { day, minute })) minutes++;
        }
        assert.equal(minutes, days.length * (from < to ? to - from : 1440 - from + (to % 1440)));
      },
    ),
    { numRuns: 30 },
  );
});
