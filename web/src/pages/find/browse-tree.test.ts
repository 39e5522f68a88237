import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contentIdOfHash, peerIdOf } from '../../../../src/core/ids.ts';
import { FolderList, rowsOf, stepOf, type Entry, type TreeNode } from './browse-tree.ts';

const peer = (n: number) => peerIdOf(new Uint8Array(32).fill(n));
const file = (path: string, n: number): Entry => ({
  kind: 'file',
  path,
  content: contentIdOfHash(new Uint8Array(32).fill(n)),
});
const folder = (path: string): Entry => ({ kind: 'directory', path });

function mergeEntries(parent: string, listed: readonly { peer: ReturnType<typeof peer>; items: readonly Entry[] }[]) {
  const list = new FolderList(parent);
  for (const { peer: whose, items } of listed) list.add(whose, items);
  return list.nodes();
}

test('merges folders by name, and files only where they are the same', () => {
  const merged = mergeEntries('', [
    { peer: peer(1), items: [file('s/a', 1), file('s/b', 2), folder('s/z')] },
    { peer: peer(2), items: [file('s/a', 1), file('s/b', 3), folder('s/z')] },
  ]);
  assert.deepEqual(
    merged.map(({ name, places }) => [name, places.length]),
    [
      ['z', 2],
      ['a', 2],
      ['b', 1],
      ['b', 1],
    ],
  );
});

test('walks the tree with the arrow keys', () => {
  const [top] = mergeEntries('', [{ peer: peer(1), items: [folder('s')] }]);
  assert.ok(top);
  const below = mergeEntries(top.id, [{ peer: peer(1), items: [file('s/a', 1), file('s/b', 2)] }]);
  const closed = rowsOf([top], new Set(), new Map());
  assert.deepEqual(stepOf('ArrowRight', 0, closed), { toggle: 0 });
  assert.equal(stepOf('ArrowLeft', 0, closed), undefined);
  const loading = rowsOf([top], new Set([top.id]), new Map());
  assert.equal(loading[0]?.loading, true);
  assert.equal(stepOf('ArrowRight', 0, loading), undefined);
  const rows = rowsOf([top], new Set([top.id]), new Map([[top.id, below]]));
  assert.deepEqual(
    rows.map(({ node, level }) => [node.name, level]),
    [
      ['s', 1],
      ['a', 2],
      ['b', 2],
    ],
  );
  assert.deepEqual(stepOf('ArrowRight', 0, rows), { go: 1 });
  assert.deepEqual(stepOf('ArrowLeft', 2, rows), { go: 0 });
  assert.deepEqual(stepOf('ArrowLeft', 0, rows), { toggle: 0 });
  assert.deepEqual(stepOf('End', 0, rows), { go: 2 });
  assert.deepEqual(stepOf('ArrowDown', 2, rows), { go: 2 });
});

test('shows a tree that is ten thousand folders deep', () => {
  const children = new Map<string, TreeNode[]>();
  const open = new Set<string>();
  const [top] = mergeEntries('', [{ peer: peer(1), items: [folder('d')] }]);
  for (let node = top, depth = 0; node !== undefined && depth < 10_000; depth++) {
    const next = { ...node, id: String(depth) };
    children.set(node.id, [next]);
    open.add(node.id);
    node = next;
  }
  assert.equal(rowsOf(top === undefined ? [] : [top], open, children).length, 10_001);
});

test('orders by number as a person counts, and many as the tracker does, folders first in both', () => {
  const few = mergeEntries('', [{ peer: peer(1), items: [file('s/10', 1), file('s/9', 2), folder('s/z')] }]);
  assert.deepEqual(
    few.map(({ name }) => name),
    ['z', '9', '10'],
  );
  const items = [...Array.from({ length: 3000 }, (_, n) => file(`s/${n}`, 1)), folder('s/z')];
  const many = mergeEntries('', [{ peer: peer(1), items }]).map(({ name }) => name);
  assert.deepEqual([many[0], many[1], many[2], many[3]], ['z', '0', '1', '10']);
});
