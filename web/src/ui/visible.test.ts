import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clipped, visible } from './visible.ts';

test('shows what a name hides', () => {
  assert.equal(visible('cod\u202efdp.exe'), 'cod\ufffdfdp.exe');
  assert.equal(visible('a\u0000b\nc\u007f'), 'a␀b␊c␡');
  assert.equal(visible('zero\u200bwidth \ud800'), 'zero\ufffdwidth \ufffd');
  assert.equal(visible('in\u00advoice\u061c \u2063'), 'in\ufffdvoice\ufffd \ufffd');
});

test('leaves names in any script as they are', () => {
  for (const name of ['plain.txt', 'Ñandú 日本語 🦙.md', 'مرحبا', '<b>bold</b>']) assert.equal(visible(name), name);
});

test('clips long names in the middle, between whole letters', () => {
  assert.equal(clipped('short.txt', 20), 'short.txt');
  assert.equal(clipped('abcdefghijklmnopqrstuvwxyz.mp4', 16), 'abcdefghij…z.mp4');
  const family = '👨‍👩‍👧‍👦';
  assert.equal(clipped(family.repeat(10), 4), `${family.repeat(2)}…${family}`);
  assert.equal(clipped('n'.repeat(4096), 60).length, 60);
});
