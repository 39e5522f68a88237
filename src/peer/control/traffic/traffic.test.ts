import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { TrafficMeter } from './traffic-meter.ts';

test('counts what passed into the step of now, for an hour and for a day', () => {
  const clock = new ManualClock(1_700_000_100_000);
  let counters = { bytesSent: 1000, bytesReceived: 500 };
  const meter = new TrafficMeter({ clock, read: () => counters });
  counters = { bytesSent: 1010, bytesReceived: 520 };
  meter.look();
  clock.advance(10_000);
  counters = { bytesSent: 1015, bytesReceived: 520 };
  const { hour, day } = meter.answer();
  assert.deepEqual([hour.sent.length, day.sent.length], [360, 288]);
  assert.deepEqual(hour.sent.slice(-2), [10, 5]);
  assert.deepEqual(hour.received.slice(-2), [20, 0]);
  assert.equal(hour.last, 1_700_000_110_000);
  assert.equal(day.sent.at(-1), 15);
  assert.equal(day.last % 300_000, 0);
});

test('forgets what is older, and is not confused by counters or clocks that go back', () => {
  const clock = new ManualClock(1_700_000_100_000);
  let counters = { bytesSent: 0, bytesReceived: 100 };
  const meter = new TrafficMeter({ clock, read: () => counters });
  counters = { bytesSent: 7, bytesReceived: 0 };
  clock.advance(-60_000);
  meter.look();
  assert.equal(meter.answer().hour.sent.at(-1), 7);
  assert.ok(meter.answer().hour.received.every((bytes) => bytes === 0));
  clock.advance(100 * 86_400_000);
  assert.ok(meter.answer().day.sent.every((bytes) => bytes === 0));
});
