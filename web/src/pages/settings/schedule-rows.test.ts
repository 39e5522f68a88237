import assert from 'node:assert/strict';
import { test } from 'node:test';

import { draftsOf, minutesOf, scheduleOf, withAnother } from './schedule-rows.ts';

const SCHEDULE = [
  { days: [1, 2], from: 0, to: 1440, rates: { up: 1_500_000, down: null, peerUp: 64_000 } },
  { days: [0], from: 1320, to: 360, rates: {} },
];

test('a schedule that is shown and saved untouched is the same, with what the page does not show', () => {
  assert.deepEqual(scheduleOf(draftsOf(SCHEDULE)), SCHEDULE);
});

test('a row keeps its key when one before it goes, and a new one takes none that is in use', () => {
  const drafts = withAnother(draftsOf(SCHEDULE));
  const left = drafts.slice(1);
  assert.deepEqual(
    withAnother(left).map(({ key }) => key),
    [1, 2, 3],
  );
  assert.equal(withAnother([])[0]?.key, 0);
});

test('what is typed is saved, and an emptied rate says nothing', () => {
  const [first, ...rest] = draftsOf(SCHEDULE);
  assert.ok(first);
  const typed = { ...first, from: '06:30', to: '00:00', up: '', down: '2,5' };
  assert.deepEqual(scheduleOf([typed, ...rest])?.[0], {
    days: [1, 2],
    from: 390,
    to: 1440,
    rates: { down: 2_500_000, peerUp: 64_000 },
  });
});

test('there is no schedule to save while a rate or a time is wrong', () => {
  const [first, second] = draftsOf(SCHEDULE);
  assert.ok(first && second);
  for (const wrong of [{ up: '0.01' }, { down: 'fast' }, { from: '' }, { to: '' }, { to: '25:00' }]) {
    assert.equal(scheduleOf([first, { ...second, ...wrong }]), undefined, JSON.stringify(wrong));
  }
});

test('a time is hours and minutes of a day', () => {
  assert.deepEqual(['00:00', '23:59', '08:05:30'].map(minutesOf), [0, 1439, 485]);
  assert.deepEqual(['', '24:00', '8:00', '12:60', 'noon'].map(minutesOf), Array(5).fill(undefined));
});
