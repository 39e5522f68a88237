import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPartName } from '../../../core/names/safe-name.ts';
import { hasLeftOutName, isLeftOut } from './visible.ts';

test('part files are left out however they are spelled, hidden files unless they are shared too', () => {
  for (const name of ['.film.mkv.ayni-part', '.film.mkv.AYNI-PART', '..Ayni-Part', '.a\nb.ayni-part']) {
    assert.ok(isPartName(name) && isLeftOut(name, true) && isLeftOut(name, false), name);
  }
  for (const name of ['.profile', '.ayni-part']) {
    assert.ok(!isPartName(name) && !isLeftOut(name, true) && isLeftOut(name, false), name);
  }
  for (const name of ['film.mkv', 'film.ayni-part']) {
    assert.ok(!isPartName(name) && !isLeftOut(name, true) && !isLeftOut(name, false), name);
  }
  assert.ok(hasLeftOutName('films/.new.Ayni-Part/a.mkv', true));
});
