import assert from 'node:assert/strict';
import { test } from 'node:test';

import { patternOf } from './match.ts';

test('plain words are left to the search', () => {
  const { text, matches } = patternOf(['holiday', '2025']);
  assert.equal(text, 'holiday 2025');
  assert.ok(matches('anything/at all'));
});

test('blank words are refused, rather than everything being looked for', () => {
  for (const words of [[], [''], [' ', '\t']]) assert.throws(() => patternOf(words), { code: 'usage' });
});

test('a glob is searched for by what it holds, and matches the whole path or a name in it', () => {
  const jpegs = patternOf(['photos', '*.jpg']);
  assert.equal(jpegs.text, 'photos .jpg');
  assert.ok(jpegs.matches('photos/2025/a.JPG'));
  assert.ok(!jpegs.matches('photos/2025/a.jpg.txt'));
  const below = patternOf(['music/**/track?.[mo][pg]3']);
  assert.equal(below.text, 'music track');
  assert.ok(below.matches('music/x/y/track1.mp3'));
  assert.ok(!below.matches('other/music/track1.mp3'));
  assert.equal(patternOf(['a%*.c']).text, '.c');
  assert.ok(patternOf(['!*']).matches('!important'));
  assert.ok(patternOf(['*']).matches('a/b'));
});
