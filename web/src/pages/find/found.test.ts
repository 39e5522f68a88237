import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contentIdOfHash } from '../../../../src/core/ids.ts';
import { nothingFound, addHits, type Hit } from './found.ts';

const content = contentIdOfHash(new Uint8Array(32).fill(7));
const file = (name: string): Hit => ({ content, kind: 'file', size: 5, names: [name], sources: 2, mtime: 1 });
const foreign = (host: string, md5?: string): Hit => ({
  kind: 'file',
  size: 5,
  names: ['song.mp3'],
  sources: 1,
  mtime: 0,
  foreign: { dialect: 'p4', host, port: 1, name: 'song.mp3', size: 5, ...(md5 === undefined ? {} : { md5 }) },
});

test('shows a content once, also when it comes on two pages', () => {
  const [one, ...more] = addHits(addHits(nothingFound(), [file('a/x')]), [file('b/y'), file('a/x')]).items;
  assert.deepEqual(more, []);
  assert.deepEqual([one?.names, one?.sources], [['a/x', 'b/y'], 2]);
});

test('puts foreign files together where name and size or digest agree, and counts who has them', () => {
  const md5 = 'a'.repeat(32);
  const found = addHits(nothingFound(), [foreign('h1'), foreign('h2'), foreign('h3', md5), foreign('h4', md5)]).items;
  assert.deepEqual(
    found.map(({ sources, foreign: holders }) => [sources, holders.map(({ host }) => host)]),
    [
      [2, ['h1', 'h2']],
      [2, ['h3', 'h4']],
    ],
  );
});
