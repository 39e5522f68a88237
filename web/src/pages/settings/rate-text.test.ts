import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseRate, rateText } from './rate-text.ts';

test('a limit is typed in MB per second, and nothing is no limit', () => {
  assert.equal(parseRate('1.5'), 1_500_000);
  assert.equal(parseRate(' 2,5 '), 2_500_000);
  assert.equal(parseRate(''), null);
  assert.equal(rateText(1_500_000), '1.5');
  assert.equal(rateText(null), '');
});

test('what is too little, negative or no number is no limit', () => {
  for (const text of ['0', '0.01', '-1', 'fast', '1e999']) assert.equal(parseRate(text), undefined, text);
});
