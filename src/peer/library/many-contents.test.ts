import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { EVERYONE, type Audience } from '../../core/access/audience.ts';
import { contentIdOfPieces } from '../../core/content/content-id.ts';
import { contentIdOfHash, type ContentId } from '../../core/ids.ts';
import { SILENT } from '../../core/log.ts';
import { loadHasher } from '../../platform/hash/load-hasher.ts';
import { Library } from './library.ts';

const { hasher } = await loadHasher();

test('many contents are found as each by itself, however many copies they have', async (t) => {
  const library = Library.open(join(await temporaryFolder(t), 'library.sqlite'), { hasher, log: SILENT });
  t.after(() => library.close());
  const staff: Audience = { kind: 'restricted', groups: ['staff'], peers: [] };
  const contents: ContentId[] = [];
  // Once so few that one query finds them all, once more than that.
  for (const copies of [1, 2, 16, 17, 40, 1200]) {
    const pieceHashes = hasher.hash(Buffer.from(`content ${copies}`));
    const content = contentIdOfPieces(hasher, 10, pieceHashes);
    contents.push(content);
    for (let copy = 0; copy < copies; copy++) {
      // The last alone is for everyone: it must not be overlooked.
      const audience = copy === copies - 1 ? EVERYONE : staff;
      const path = `/files/${copies}/${copy}`;
      const inode = 2n ** 64n - BigInt(copy + 1);
      library.addFetched({ content, size: 10, path, mtimeNs: -5n, inode, audience, executable: false, pieceHashes });
    }
  }
  const nowhere = contentIdOfHash(new Uint8Array(32));
  const asked = [nowhere, ...contents, ...contents.toReversed(), nowhere];
  for (const some of [asked, asked.filter((content) => content !== contents.at(-1))]) {
    assert.deepEqual(
      library.findAll(some),
      some.map((content) => library.find(content)),
    );
  }
  assert.deepEqual(library.findAll([]), []);
});
