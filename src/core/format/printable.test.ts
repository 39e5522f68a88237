import assert from 'node:assert/strict';
import { test } from 'node:test';

import { printable } from './printable.ts';

test('escapes what would steer a terminal or hide a part of a name', () => {
  assert.equal(printable('a\u001b[2Jb\r\nc\u0007'), 'a\\x1b[2Jb\\x0d\\x0ac\\x07');
  assert.equal(printable('cod\u202efdp.exe'), 'cod\\u{202e}fdp.exe');
  assert.equal(printable('\u009b31m'), '\\x9b31m');
  assert.equal(printable('in\u00advoice\u061c \u2061\u2064'), 'in\\xadvoice\\u{61c} \\u{2061}\\u{2064}');
  assert.equal(printable('lone \ud800 surrogate'), 'lone \\u{d800} surrogate');
});

test('leaves names in any script as they are', () => {
  for (const name of ['plain.txt', 'Ñandú 日本語 🦙.md', 'back\\slash', 'naïve']) assert.equal(printable(name), name);
});
