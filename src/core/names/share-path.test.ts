import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError } from '../errors.ts';
import { baseName, parentPath, parseSharePath } from './share-path.ts';

test('takes paths inside a share', () => {
  for (const path of ['', 'a', 'a/b c/ñandú 🌽.txt', '.bin/x', 'a/..b', '...', 'c:/x', 'x'.repeat(1024), 'a\\b']) {
    assert.equal(parseSharePath(path), path);
  }
});

test('refuses every way out of it, and what is too long or too deep', () => {
  const bad = ['/', '/etc', 'a/', 'a//b', '.', '..', 'a/../b', 'a/..', './a', 'a\0b', '\ud800', 'x'.repeat(1025)];
  for (const path of [...bad, 'é'.repeat(600), 'a/'.repeat(10_000) + 'a', 'x/'.repeat(300) + 'x']) {
    assert.throws(
      () => parseSharePath(path),
      (error) => AyniError.is(error, 'bad-path') && error.message.length < 250 && !error.message.includes('\0'),
    );
  }
});

test('splits off the last name', () => {
  assert.deepEqual(['a/b/c', 'a', ''].map(baseName), ['c', 'a', '']);
  assert.deepEqual(['a/b/c', 'a', ''].map(parentPath), ['a/b', '', '']);
});
