import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { EVERYONE, type Audience } from '../../src/core/access/audience.ts';
import { contentIdOfPieces } from '../../src/core/content/content-id.ts';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { SILENT } from '../../src/core/log.ts';
import { loadHasher } from '../../src/platform/hash/load-hasher.ts';
import type { FoundFile } from '../../src/peer/library/found.ts';
import { Library } from '../../src/peer/library/library.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const { hasher } = await loadHasher();

/** An index that is empty, and `reopen`, which closes it and opens it again. */
export async function openLibrary(t: TestContext) {
  const path = join(await temporaryFolder(t), 'library.sqlite');
  let library = Library.open(path, { hasher, log: SILENT });
  t.after(() => library.close());
  const reopen = () => {
    library.close();
    library = Library.open(path, { hasher, log: SILENT });
    return library;
  };
  return { path, library, reopen };
}

/** Piece hashes of a content that nobody has the bytes of. */
export function invented(seed: number, pieces = 1) {
  const hashes = new Uint8Array(pieces * 32);
  new DataView(hashes.buffer).setUint32(0, seed);
  const size = (pieces - 1) * PIECE_SIZE + 7;
  return { pieces: hashes, size, content: contentIdOfPieces(hasher, size, hashes) };
}

/** As a scan finds it. */
export function file(path: string, inode: number, size = 7): FoundFile {
  const stamp = { size, mtimeNs: 1_700_000_000_123_456_789n, inode: BigInt(inode), birthNs: 5n };
  return { kind: 'file', path, stamp, executable: false };
}

export const FOLDER = { path: '/srv/music', kind: 'folder', hidden: false, audience: EVERYONE } as const;

export function addShare(library: Library, name: string, audience: Audience = EVERYONE) {
  return library.shareTable.add({ ...FOLDER, name, audience });
}

/** Gives every waiting file of a share the content of its seed. */
export function hashAll(library: Library, share: ReturnType<typeof addShare>, seed: (path: string) => number) {
  const waiting = library.entries.pending(share, 0, 1_000_000);
  library.entries.hashed(
    waiting.map(({ key, pending, stamp, path }) => {
      const { content, pieces, size } = invented(seed(path));
      return { key, pending, stamp: { ...stamp, size }, content, pieces };
    }),
  );
}
