import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeFormat } from './format.ts';

/** As it is read: spaces that do not break count as spaces. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

test('shows sizes and speeds with the decimal mark of the language', () => {
  const shown = [0, 999, 1500, 9_949, 9_950, 999_499, 999_500, 12_345_678, 2 ** 31].map(makeFormat('en').bytes);
  const expected = ['0 B', '999 B', '1.5 kB', '9.9 kB', '10 kB', '999 kB', '1.0 MB', '12 MB', '2.1 GB'];
  assert.deepEqual(shown.map(plain), expected);
  for (const language of ['es', 'pt'] as const) {
    assert.equal(plain(makeFormat(language).speed(1_234_567)), '1,2 MB/s', language);
  }
});

test('never says that all is there before it is', () => {
  const { percent } = makeFormat('en');
  assert.deepEqual([-1, 0, 0.5, 0.9999, 1, 1.1].map(percent), ['0%', '0%', '50%', '99%', '100%', '100%']);
});

test('shows durations in two units at most', () => {
  const shown = [0, 59.4, 60, 125, 3599, 3600, 3700, 86_400, 90_061].map(makeFormat('en').duration);
  const expected = ['0 s', '59 s', '1 min', '2 min 5 s', '59 min 59 s', '1 h', '1 h 2 min', '1 d', '1 d 1 h'];
  assert.deepEqual(shown.map(plain), expected);
});

test('tells moments from now in the language', () => {
  const now = Date.UTC(2026, 5, 1, 12);
  const english = makeFormat('en');
  assert.equal(english.ago(now - 10_000, now), 'now');
  assert.equal(english.ago(now - 46_000, now), '1 minute ago');
  assert.equal(english.ago(now - 3 * 3_600_000, now), '3 hours ago');
  assert.equal(english.ago(now - 2 * 86_400_000, now), '2 days ago');
  assert.equal(makeFormat('es').ago(now - 300_000, now), 'hace 5 minutos');
  assert.equal(makeFormat('pt').ago(now + 86_400_000, now), 'amanhã');
});

test('names the day of a moment only where it is not today', () => {
  const { time } = makeFormat('en');
  const noon = new Date(2026, 5, 1, 12).getTime();
  assert.equal(plain(time(noon - 60_000, noon)), '11:59 AM');
  assert.match(time(noon - 86_400_000, noon), /May 31, 2026/);
});
