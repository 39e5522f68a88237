import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatBytes, formatCount, formatDuration, formatSpeed } from './quantity.ts';

test('shows bytes in decimal units with two meaningful digits', () => {
  const shown = [0, 999, 1000, 1500, 9_949, 9_950, 12_345_678, 999_499, 999_500, 2 ** 31, 16 * 2 ** 40].map(
    formatBytes,
  );
  assert.deepEqual(shown, [
    '0 B',
    '999 B',
    '1.0 kB',
    '1.5 kB',
    '9.9 kB',
    '10 kB',
    '12 MB',
    '999 kB',
    '1.0 MB',
    '2.1 GB',
    '18 TB',
  ]);
  assert.equal(formatSpeed(1_234_567), '1.2 MB/s');
});

test('shows durations in two units at most', () => {
  const shown = [0, 0.4, 59.4, 60, 125, 3599, 3600, 3700, 86_400, 90_061, 200_000].map(formatDuration);
  assert.deepEqual(shown, [
    '0 s',
    '0 s',
    '59 s',
    '1 min',
    '2 min 5 s',
    '59 min 59 s',
    '1 h',
    '1 h 2 min',
    '1 d',
    '1 d 1 h',
    '2 d 8 h',
  ]);
});

test('counts with the right number of the noun', () => {
  assert.equal(formatCount(1, 'file'), '1 file');
  assert.equal(formatCount(0, 'file'), '0 files');
  assert.equal(formatCount(12_345, 'entry', 'entries'), '12,345 entries');
});
