import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeName, encodeName } from './wire-names.ts';

test('encodes what ends a name, and the percent sign', () => {
  assert.equal(encodeName('my file: 50%.txt', /[ :]/), 'my%20file%3A%2050%25.txt');
  assert.equal(encodeName('a b', /\n/), 'a b');
  assert.equal(encodeName('é 😀', /[ é😀]/u), '%C3%A9%20%F0%9F%98%80');
});

test('decodes any text', () => {
  assert.equal(decodeName('my%20file%3a'), 'my file:');
  assert.equal(decodeName('50%, 100%zz and %FF'), '50%, 100%zz and %FF');
});

test('what was encoded is decoded to what it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => assert.equal(decodeName(encodeName(name, /[ :\n]/)), name)),
  );
});
