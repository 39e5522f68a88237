import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { GrowingTree } from './growing-tree.ts';
import { nameKey, safeName, type NameRules } from './safe-name.ts';
import { safeTree, type TreeName } from './safe-tree.ts';

const POSIX = { windows: false, caseInsensitive: false };
const FOLDING = { windows: false, caseInsensitive: true };
const file = (path: string): TreeName => ({ path, kind: 'file' });
const directory = (path: string): TreeName => ({ path, kind: 'directory' });

function grow(entries: readonly TreeName[], rules: NameRules) {
  const tree = new GrowingTree<TreeName>(rules);
  const places: [string, string][] = [];
  const kinds: [string, TreeName['kind']][] = [];
  const put = (entry: TreeName, path: string): void => {
    places.push([entry.path, path]);
    kinds.push([path, entry.kind]);
  };
  for (const entry of entries) if (tree.takes(entry)) put(entry, entry.path);
  const atOnce = places.length;
  for (const { entry, path } of tree.rest()) put(entry, path);
  return { places: Object.fromEntries(places), kinds, atOnce, refused: tree.refused.map(({ path }) => path) };
}

test('lets a harmless tree stay as it is, at once', () => {
  const tree = grow([directory('a'), file('a/b/c.txt'), directory('a/b'), file('d')], POSIX);
  assert.deepEqual(tree.places, { a: 'a', 'a/b/c.txt': 'a/b/c.txt', 'a/b': 'a/b', d: 'd' });
  assert.deepEqual([tree.atOnce, tree.refused], [4, []]);
});

test('what has to change waits until all names are known, with what is in it', () => {
  const entries = [file('A'), directory('a'), file('a/x'), file('a (2)'), file('.p.ayni-part'), file('_.p.ayni-part')];
  const tree = grow(entries, FOLDING);
  assert.equal(tree.atOnce, 3);
  assert.deepEqual(tree.places, {
    A: 'A',
    'a (2)': 'a (2)',
    '_.p.ayni-part': '_.p.ayni-part',
    '.p.ayni-part': '_.p (2).ayni-part',
    a: 'a (3)',
    'a/x': 'a (3)/x',
  });
});

test('refuses what lies below a symlink or a file, in whichever order they come', () => {
  const tree = grow([{ path: 'a', kind: 'symlink' }, file('a/passwd'), file('a/b/c'), file('z/y'), file('z')], POSIX);
  assert.deepEqual(tree.places, { a: 'a', 'z/y': 'z/y' });
  assert.deepEqual(tree.refused, ['a/passwd', 'a/b/c', 'z']);
  const changed = grow([file('A'), { path: 'a', kind: 'symlink' }, file('a/passwd')], FOLDING);
  assert.deepEqual(changed.places, { A: 'A', a: 'a (2)' });
  assert.deepEqual(changed.refused, ['a/passwd']);
});

test('refuses what the list names twice', () => {
  const tree = grow([file('a'), file('a'), directory('d'), directory('d'), file('A'), file('A')], FOLDING);
  assert.deepEqual(tree.places, { a: 'a', d: 'd', A: 'A (2)' });
  assert.deepEqual(tree.refused.toSorted(), ['A', 'a', 'd']);
});

const name = fc.constantFrom('a', 'A', 'é', 'e\u0301', 'nul', 'a (2)', 'x.', 'x_', '.p.ayni-part', 'b');
const paths = fc.uniqueArray(fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')));
const rulesOf = (windows: boolean, caseInsensitive: boolean): NameRules => ({ windows, caseInsensitive });

/** Folder by folder, each in the order of its names, as a tracker lists them. */
function listed(entries: readonly TreeName[]): TreeName[] {
  const key = (path: string): string => path.replaceAll('/', '\0');
  return entries.toSorted((a, b) => (key(a.path) < key(b.path) ? -1 : 1));
}

test('a list in order gets the paths that it would get as a whole', () => {
  fc.assert(
    fc.property(paths, fc.boolean(), fc.boolean(), (list, windows, folding) => {
      const rules = rulesOf(windows, folding);
      // Every folder is named.
      const folders = new Set(list.flatMap((path) => [path.split('/')[0], path.split('/').slice(0, 2).join('/')]));
      const all = new Set([...list, ...list.flatMap((path) => foldersOf(path))]);
      const entries = [...all].map((path) =>
        folders.has(path) && !list.includes(path) ? directory(path) : file(path),
      );
      const whole = safeTree(entries, rules);
      const tree = grow(listed(entries), rules);
      const places = whole.entries.flatMap(({ entry, path }) => (entry ? [[entry.path, path] as const] : []));
      assert.deepEqual(tree.places, Object.fromEntries(places));
      assert.deepEqual(tree.refused.toSorted(), whole.refused.map(({ path }) => path).toSorted());
    }),
  );
});

function foldersOf(path: string): string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}

test('in any order no two entries get the same place, and none comes below what is no folder', () => {
  const kind = fc.constantFrom('file' as const, 'directory' as const, 'symlink' as const);
  const entry = fc.record({
    path: fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
    kind,
  });
  fc.assert(
    fc.property(fc.array(entry), fc.boolean(), fc.boolean(), (entries, windows, folding) => {
      const rules = rulesOf(windows, folding);
      const { kinds, refused } = grow(entries, rules);
      assert.equal(kinds.length + refused.length, entries.length);
      const keyed = new Map(kinds.map(([path, of]) => [nameKey(path, rules), of]));
      assert.equal(keyed.size, kinds.length);
      for (const [path] of kinds) {
        for (const part of path.split('/')) assert.equal(safeName(part, rules), part);
        for (const up of foldersOf(path)) assert.ok((keyed.get(nameKey(up, rules)) ?? 'directory') === 'directory');
      }
    }),
  );
});
