import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatRates, formatRow, rate, scheduleRow } from './rates.ts';

test('reads speeds and rows of a schedule, and writes them again', () => {
  assert.deepEqual(['5MB', '500kB/s', '50000', 'off'].map(rate), [5_000_000, 500_000, 50_000, 'off']);
  assert.deepEqual(scheduleRow('mon-fri 08:00-18:00 up=1MB down=off'), {
    days: [1, 2, 3, 4, 5],
    from: 480,
    to: 1080,
    rates: { up: 1_000_000, down: null },
  });
  assert.deepEqual(scheduleRow('  Fri-Mon,wed 22:30-6:00  peer-up=64kB').days, [0, 1, 3, 5, 6]);
  assert.deepEqual(scheduleRow('daily 0:00-24:00 peer-down=1MB'), {
    days: [0, 1, 2, 3, 4, 5, 6],
    from: 0,
    to: 1440,
    rates: { peerDown: 1_000_000 },
  });
  assert.equal(scheduleRow('sat 20:00-00:00 up=off').to, 1440);
  assert.equal(formatRow(scheduleRow('sat,sun 20:00-02:30 up=off')), 'sun,sat 20:00-02:30  up off');
  assert.equal(formatRates({ down: 2_000_000, up: null, peerUp: 64_000 }), 'up off, down 2.0 MB/s, peer-up 64 kB/s');
});

test('refuses what is none, with a word on what it should be', () => {
  for (const text of ['fast', '', '-1', '1kB', '31999', '5 apples', '9999TB']) {
    assert.throws(() => rate(text), /A speed is/, text);
  }
  for (const text of [
    '',
    'mon-fri',
    'mon 08:00-18:00',
    'mon 8-18 up=1MB',
    'mun 08:00-18:00 up=1MB',
    'mon 08:00-18:00 sideways=1MB',
    'mon 08:00-18:00 up',
    'mon 08:00-18:00 up=1=2',
  ]) {
    assert.throws(() => scheduleRow(text), /A row is like/, text);
  }
  assert.throws(() => scheduleRow('mon 25:00-26:00 up=1MB'), /no time of day/);
  assert.throws(() => scheduleRow('mon 08:00-24:01 up=1MB'), /no time of day/);
  assert.throws(() => scheduleRow('mon 08:00-18:00 up=1B'), /at least 32 kB/);
});
