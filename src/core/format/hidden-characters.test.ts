import assert from 'node:assert/strict';
import { test } from 'node:test';

import { replaceHidden } from './hidden-characters.ts';

/** Code points from one to another. */
const span = (from: number, to = from) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

test('finds each character that steers or hides text, and no other', () => {
  const hidden = [
    ...span(0, 0x1f),
    ...span(0x7f, 0x9f),
    ...span(0xad),
    ...span(0x61c),
    ...span(0x200b),
    ...span(0x200e, 0x200f),
    ...span(0x2028, 0x202e),
    ...span(0x2060, 0x2064),
    ...span(0x2066, 0x2069),
    ...span(0xd800, 0xdfff),
    ...span(0xfeff),
  ];
  const found: number[] = [];
  for (const code of span(0, 0x10ffff)) replaceHidden(String.fromCodePoint(code), (one) => (found.push(one), ''));
  assert.deepEqual(found, hidden);
});

test('replaces all of them in their places', () => {
  assert.equal(
    replaceHidden('a\u00adb\u2063c\u061c', (code) => `<${code.toString(16)}>`),
    'a<ad>b<2063>c<61c>',
  );
});
