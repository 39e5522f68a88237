import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Wishes } from '../job.ts';
import type { NewRow } from '../store/file-table.ts';
import { chooseRows } from './choose-rows.ts';

const TREE = ['a/', 'a/b/', 'a/b/one.jpg', 'a/two.txt', 'empty/', 'raw/', 'raw/three.jpg', 'zero.txt'];

/** Folders end with a slash. */
function chosen(wishes: Wishes, tree: readonly string[] = TREE): string[] {
  const rows = tree.map((text): NewRow => {
    const isFolder = text.endsWith('/');
    const path = isFolder ? text.slice(0, -1) : text;
    return { kind: isFolder ? 'directory' : 'file', path, origin: path, size: 0, executable: false };
  });
  return chooseRows(rows, wishes).map(({ kind, path }) => (kind === 'directory' ? `${path}/` : path));
}

test('without wishes everything stays, as it was', () => {
  assert.deepEqual(chosen({}), TREE);
  assert.deepEqual(chosen({ only: [], skip: [], first: [], inOrder: true }), TREE);
});

test('only what matches, with the folders that it lies in', () => {
  assert.deepEqual(chosen({ only: ['*.jpg'] }), ['a/', 'a/b/', 'raw/', 'a/b/one.jpg', 'raw/three.jpg']);
  assert.deepEqual(chosen({ only: ['a/', '/zero.txt'] }), ['a/', 'a/b/', 'a/b/one.jpg', 'a/two.txt', 'zero.txt']);
  assert.deepEqual(chosen({ only: ['*.jpg', '!three.jpg'] }), ['a/', 'a/b/', 'a/b/one.jpg']);
  assert.deepEqual(chosen({ only: ['empty/'] }), ['empty/']);
  assert.deepEqual(chosen({ only: ['nothing'] }), []);
});

test('what is skipped goes, with its folder where the folder is', () => {
  assert.deepEqual(chosen({ skip: ['raw/', '*.txt'] }), ['a/', 'a/b/', 'empty/', 'a/b/one.jpg']);
  assert.deepEqual(chosen({ only: ['*.jpg'], skip: ['raw'] }), ['a/', 'a/b/', 'a/b/one.jpg']);
});

test('what is to come first does, after the folders', () => {
  assert.deepEqual(chosen({ first: ['zero*', 'raw/'] }), [
    'a/',
    'a/b/',
    'empty/',
    'raw/',
    'raw/three.jpg',
    'zero.txt',
    'a/b/one.jpg',
    'a/two.txt',
  ]);
});
