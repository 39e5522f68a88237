import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bytesOf, idOf } from '../../../../test/adversarial/download-network.ts';
import type { NewRow } from '../store/file-table.ts';
import { mergeRows } from './merge-rows.ts';

function file(path: string, seed: number): NewRow {
  return { kind: 'file', path, origin: path, content: idOf(bytesOf(10, seed)), size: 10, executable: false };
}
function folder(path: string): NewRow {
  return { kind: 'directory', path, origin: path, size: 0, executable: false };
}
const shown = (rows: readonly NewRow[]) => rows.map(({ path, origin, content }) => [path, origin, content]);
const id = (seed: number) => idOf(bytesOf(10, seed));

test('what is the same in several trees comes once, and all the rest beside it', () => {
  const merged = mergeRows([
    [folder('a'), file('a/x', 1)],
    [folder('a'), file('a/x', 1), file('a/y', 2)],
  ]);
  assert.deepEqual(shown(merged), [
    ['a', 'a', undefined],
    ['a/x', 'a/x', id(1)],
    ['a/y', 'a/y', id(2)],
  ]);
});

test('a name of something else gets a number that no tree has, and the same of two trees gets one', () => {
  const merged = mergeRows([[file('n.txt', 1), file('n (2).txt', 9)], [file('n.txt', 2)], [file('n.txt', 2)]]);
  assert.deepEqual(shown(merged), [
    ['n.txt', 'n.txt', id(1)],
    ['n (2).txt', 'n (2).txt', id(9)],
    ['n (3).txt', 'n.txt', id(2)],
  ]);
});

test('a file makes way for a folder of its name, also one that only its files speak of', () => {
  const merged = mergeRows([[file('x', 1)], [file('x/y', 2)]]);
  assert.deepEqual(
    merged.map(({ path }) => path),
    ['x (2)', 'x/y'],
  );
});

test('one tree stays as it is', () => {
  const rows = [folder('a'), file('a/x', 1), file('a/x', 1)];
  assert.deepEqual(mergeRows([rows]), rows);
});
