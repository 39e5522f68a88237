import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nameKey } from './safe-name.ts';
import { safeTree, type TreeName } from './safe-tree.ts';

const POSIX = { windows: false, caseInsensitive: false };
const FOLDING = { windows: false, caseInsensitive: true };
const file = (path: string): TreeName => ({ path, kind: 'file' });
const directory = (path: string): TreeName => ({ path, kind: 'directory' });
const places = (tree: ReturnType<typeof safeTree>) =>
  Object.fromEntries(tree.entries.flatMap(({ entry, path }) => (entry ? [[entry.path, path]] : [])));

test('keeps a harmless tree as it is, parents before children', () => {
  const tree = safeTree([file('a/b/c.txt'), directory('a'), directory('a/b'), directory('empty')], POSIX);
  assert.deepEqual(places(tree), { a: 'a', 'a/b': 'a/b', 'a/b/c.txt': 'a/b/c.txt', empty: 'empty' });
  const order = tree.entries.map(({ path }) => path);
  assert.ok(order.indexOf('a') < order.indexOf('a/b') && order.indexOf('a/b') < order.indexOf('a/b/c.txt'));
});

test('tells names apart that differ in case only, where the target does not, in the same way each time', () => {
  const entries = [file('readme.md'), file('README.md'), file('Readme.md'), file('README (2).md')];
  const got = places(safeTree(entries, FOLDING));
  assert.equal(got['README.md'], 'README.md');
  assert.deepEqual(places(safeTree(entries.toReversed(), FOLDING)), got);
  assert.equal(new Set(Object.values(got).map((name) => nameKey(name, FOLDING))).size, entries.length);
  assert.deepEqual(places(safeTree(entries, POSIX))['readme.md'], 'readme.md');
});

test('carries a changed folder name to what is in it', () => {
  const tree = safeTree([directory('A'), file('A/x'), directory('a'), file('a/x')], FOLDING);
  assert.deepEqual(places(tree), { A: 'A', 'A/x': 'A/x', a: 'a (2)', 'a/x': 'a (2)/x' });
});

test('adds the directories that nobody named', () => {
  const tree = safeTree([file('a/b/c')], POSIX);
  assert.deepEqual(
    tree.entries.map(({ entry, path }) => [path, entry?.kind]),
    [
      ['a', undefined],
      ['a/b', undefined],
      ['a/b/c', 'file'],
    ],
  );
});

test('refuses what lies below a symlink or a file of the same tree', () => {
  const tree = safeTree([{ path: 'a', kind: 'symlink' }, file('a/passwd'), file('f'), file('f/g/h')], POSIX);
  assert.deepEqual(places(tree), { a: 'a', f: 'f' });
  assert.deepEqual(tree.refused.map(({ path }) => path).toSorted(), ['a/passwd', 'f/g', 'f/g/h']);
});

test('gives every entry one path of its own, whatever the names and their order', () => {
  const name = fc.constantFrom('a', 'A', 'é', 'e\u0301', 'nul', 'a (2)', 'x.', 'x_', '.p.ayni-part');
  const paths = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')));
  fc.assert(
    fc.property(paths, fc.boolean(), (list, onWindows) => {
      const rules = { windows: onWindows, caseInsensitive: true };
      const parents = new Set(list.flatMap((path) => [path.split('/')[0], path.split('/').slice(0, 2).join('/')]));
      const entries = list.map((path) => (parents.has(path) ? directory(path) : file(path)));
      const tree = safeTree(entries, rules);
      assert.equal(tree.entries.filter(({ entry }) => entry).length, entries.length);
      const keys = tree.entries.map(({ path }) => nameKey(path, rules));
      assert.equal(new Set(keys).size, keys.length);
      assert.deepEqual(places(safeTree(entries.toReversed(), rules)), places(tree));
    }),
  );
});
