import assert from 'node:assert/strict';
import test from 'node:test';
import type { Entry } from '../../core/swarm/catalog.ts';
import { directory, file, pathOf, symlink } from '../contract/fixtures.contract.ts';
import { BatchTree } from './batch-tree.ts';

const tree = (upsert: readonly Entry[], remove: readonly string[] = [], withdrawn: readonly string[] = []) => {
  const made = new BatchTree({ upsert, remove: remove.map(pathOf) }, (entry) => withdrawn.includes(entry.path));
  return {
    clears: [...made.clears()].toSorted(),
    puts: Array.from(made.puts(), ({ path, put }) => `${path} ${put.kind}`).toSorted(),
  };
};

test('puts the directories above an entry, each once', () => {
  assert.deepEqual(tree([file('a/b/c', '1'), file('a/d', '2'), directory('e')]).puts, [
    ' directory',
    'a directory',
    'a/b directory',
    'a/b/c file',
    'a/d file',
    'e directory',
  ]);
});

test('lets the last of two that exclude each other win', () => {
  assert.deepEqual(tree([file('a/b', '1'), symlink('a', 'x')]).puts, [' directory', 'a symlink']);
  assert.deepEqual(tree([symlink('a', 'x'), file('a/b', '1')]).puts, [' directory', 'a directory', 'a/b file']);
  assert.deepEqual(tree([file('a', '1'), file('', '2')]), { clears: [''], puts: [' file'] });
});

test('removes before it puts, and what was withdrawn', () => {
  assert.deepEqual(tree([file('a/b', '1')], ['a']), {
    clears: ['a', 'a/b'],
    puts: [' directory', 'a directory', 'a/b file'],
  });
  assert.deepEqual(tree([file('a', '1')], [], ['a']), { clears: ['a'], puts: [] });
  assert.deepEqual(tree([], ['']), { clears: [''], puts: [' directory'] });
});
