import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invented, openLibrary } from '../../../test/support/library.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import type { Library } from './library.ts';

/** One content, fetched to several places. */
function addFetched(library: Library, ...paths: string[]) {
  const { content, size, pieces } = invented(1);
  const one = { content, size, mtimeNs: 1n, inode: 1n, audience: EVERYONE, executable: false, pieceHashes: pieces };
  for (const path of paths) library.addFetched({ ...one, path });
  return { content, size };
}

test('tells holds of fetched files once, and takes them back when the last copy is gone', async (t) => {
  const { library } = await openLibrary(t);
  const { content, size } = addFetched(library, '/d/a', '/d/b');
  const holds = library.holds.unsent(10);
  assert.deepEqual(holds.upsert, [{ content, size, pieces: 1, audience: EVERYONE }]);
  library.holds.sent(holds);
  library.removeFetched(content, '/d/a');
  assert.deepEqual(library.holds.unsent(10).remove, []);
  library.removeFetched(content, '/d/b');
  assert.deepEqual(library.holds.unsent(10).remove, [content]);
});

test('follows a fetched folder that was renamed, and no neighbour whose name only begins alike', async (t) => {
  const { library } = await openLibrary(t);
  addFetched(library, '/d/x/1', '/d/x/y/2', '/d/x2');
  library.renameFetched('/d/x', '/e');
  assert.deepEqual(
    [...library.fetched()].map((f) => f.path),
    ['/d/x2', '/e/1', '/e/y/2'],
  );
});
