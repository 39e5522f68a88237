import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { contentIdOfPieces, pageHashesOf } from '../../../core/content/content-id.ts';
import { PAGE_PIECES, PIECE_SIZE, pieceCount } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { peerIdOf } from '../../../core/ids.ts';
import { loadHasher } from '../../../platform/hash/load-hasher.ts';
import { DownloadStore } from '../store/download-store.ts';
import { PageHashes } from './page-hashes.ts';

const { hasher } = await loadHasher();
const { signal } = new AbortController();
const from = { peer: peerIdOf(new Uint8Array(32).fill(1)), name: 'ana', address: { host: 'a', port: 1 }, speed: 0 };

/** A content of so many bytes, a source of its hashes that `change` makes wrong, and whoever was told another size. */
async function asked(t: TestContext, size: number, change: (path: string, body: Uint8Array) => void = () => {}) {
  const store = new DownloadStore(join(await temporaryFolder(t), 'downloads.sqlite'));
  t.after(() => store.close());
  const pieces = Uint8Array.from({ length: pieceCount(size) * 32 }, (_, at) => at % 251);
  const content = contentIdOfPieces(hasher, size, pieces);
  const receiver = {
    body({ target }: { readonly target: string }): Promise<Uint8Array> {
      const path = target.slice(`/v1/content/${content}`.length);
      const at = Number(path.slice('/pages/'.length)) * PAGE_PIECES * 32;
      const body = path === '/pages' ? pageHashesOf(hasher, pieces) : pieces.slice(at, at + PAGE_PIECES * 32);
      change(path, body);
      return Promise.resolve(body);
    },
  };
  const components = { parts: store.parts, receiver, hasher, credential: () => 'token' };
  return {
    pieces,
    page: (page: number, told = size) =>
      new PageHashes({ content, size: told }, components).page(page, from, { signal }),
  };
}

const TWO_PAGES = PAGE_PIECES * PIECE_SIZE + 5;

for (const [size, told] of [
  [TWO_PAGES, TWO_PAGES + 1],
  [TWO_PAGES, TWO_PAGES - 10],
  [TWO_PAGES, 3 * TWO_PAGES],
  [3 * PIECE_SIZE, 3 * PIECE_SIZE - 1],
  [3 * PIECE_SIZE, 5 * PIECE_SIZE],
] as const) {
  test(`an honest source of ${size} bytes is no liar where ${told} were told`, async (t) => {
    const { page } = await asked(t, size);
    await assert.rejects(page(0, told), { code: 'bad-answer', message: new RegExp(`${told} bytes`) });
    await page(0);
    // Nor is it where the right hashes are in the store.
    if (size === TWO_PAGES) await assert.rejects(page(1, told), { code: 'bad-answer' });
  });
}

test('nobody is known to lie about hashes before some were verified with the size', async (t) => {
  const { page } = await asked(t, TWO_PAGES, (path, body) => path === '/pages' && body.fill(1, 3, 4));
  await assert.rejects(page(0), { code: 'bad-answer' });
});

test('who sends other hashes than those of the list of pages lies', async (t) => {
  const { page, pieces } = await asked(t, TWO_PAGES, (path, body) => path === '/pages/1' && body.fill(1, 3, 4));
  assert.deepEqual(await page(0), pieces.slice(0, PAGE_PIECES * 32));
  await assert.rejects(page(1), (error) => AyniError.is(error, 'corrupt-piece') && error.context['peer'] === from.peer);
});
