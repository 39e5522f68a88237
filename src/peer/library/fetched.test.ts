import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invented, openLibrary } from '../../../test/support/library.ts';
import { EVERYONE } from '../../core/access/audience.ts';

test('tells holds of fetched files once, and takes them back when the last copy is gone', async (t) => {
  const { library } = await openLibrary(t);
  const { content, size, pieces } = invented(1);
  const add = (path: string) =>
    library.addFetched({
      content,
      size,
      path,
      mtimeNs: 1n,
      inode: 1n,
      audience: EVERYONE,
      executable: false,
      pieceHashes: pieces,
    });
  add('/d/a');
  add('/d/b');
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
  const { content, size, pieces } = invented(1);
  for (const path of ['/d/x/1', '/d/x/y/2', '/d/x2']) {
    library.addFetched({
      content,
      size,
      path,
      mtimeNs: 1n,
      inode: 1n,
      audience: EVERYONE,
      executable: false,
      pieceHashes: pieces,
    });
  }
  library.renameFetched('/d/x', '/e');
  assert.deepEqual(
    [...library.fetched()].map((f) => f.path),
    ['/d/x2', '/e/1', '/e/y/2'],
  );
});
