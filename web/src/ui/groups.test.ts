import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isHalfTyped, NO_GROUPS, withTyped } from './groups.ts';

test('what is typed is one group, whatever commas it has', () => {
  const chosen = withTyped({ ...NO_GROUPS, typed: 'staff, night shift ' });
  assert.deepEqual(chosen, { names: ['staff, night shift'], typed: '' });
});

test('a group is added once, spaces alone are none, and names from elsewhere stay as they are', () => {
  assert.deepEqual(withTyped({ names: [' edge ', 'a'], typed: 'a' }).names, [' edge ', 'a']);
  assert.deepEqual(withTyped({ names: [' edge '], typed: ' edge ' }).names, [' edge ', 'edge']);
  assert.deepEqual(withTyped({ names: ['a'], typed: '  ' }), { names: ['a'], typed: '' });
});

test('what is typed and not added is known', () => {
  assert.deepEqual(['', '  ', 'sta'].map(isHalfTyped), [false, false, true]);
});
