import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { SpeedMeter } from './speed-meter.ts';

test('shows a steady speed from the start, and follows a change', () => {
  const clock = new ManualClock();
  const meter = new SpeedMeter(clock);
  assert.equal(meter.value(), 0);
  const go = (seconds: number, rate: number) => {
    for (let i = 0; i < seconds * 10; i++) {
      clock.advance(100);
      meter.add(rate / 10);
    }
  };
  go(1, 1000);
  assert.ok(Math.abs(meter.value() - 1000) < 1);
  go(60, 5000);
  assert.ok(Math.abs(meter.value() - 5000) < 1);
  clock.advance(3000);
  assert.ok(Math.abs(meter.value() - 2500) < 1, 'half after the half-life');
});

test('does not divide by nothing, and survives a clock that is set back', () => {
  const clock = new ManualClock();
  const meter = new SpeedMeter(clock);
  meter.add(1000);
  clock.advance(-5000);
  assert.equal(meter.value(), 0);
});
