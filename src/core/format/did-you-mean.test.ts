import assert from 'node:assert/strict';
import { test } from 'node:test';

import { didYouMean } from './did-you-mean.ts';

test('names what was likely meant, and nothing where nothing is near', () => {
  const names = ['left', 'right', 'photos'];
  assert.equal(didYouMean('lfet', names), ' Did you mean "left"?');
  assert.equal(didYouMean('Phtos', names), ' Did you mean "photos"?');
  assert.equal(didYouMean('x', ['y']), ' Did you mean "y"?');
  assert.equal(didYouMean('music', names), '');
  assert.equal(didYouMean('left', []), '');
  assert.equal(didYouMean('a'.repeat(100_000), ['a'.repeat(100_000)]), '');
});
