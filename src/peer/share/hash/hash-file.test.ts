import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { contentIdOfPieces } from '../../../core/content/content-id.ts';
import { loadHasher } from '../../../platform/hash/load-hasher.ts';
import { FileHasher } from './hash-file.ts';

const { hasher } = await loadHasher();

/** A hasher that does something to the file in the middle of its being read. */
function meddling(meddle: () => void) {
  const hash = (bytes: Uint8Array) => {
    const digest = hasher.hash(bytes);
    meddle();
    return digest;
  };
  return new FileHasher({ hash, deriveKey: (context, material) => hasher.deriveKey(context, material) });
}

function plant(path: string, text: string, time = 1_600_000_000.5): string {
  writeFileSync(path, text);
  utimesSync(path, time, time);
  return path;
}

test('a file that changes once while it is read is read again, and has the id of what it is now', async (t) => {
  const path = plant(join(await temporaryFolder(t), 'a'), 'one');
  let meddled = false;
  const files = meddling(() => {
    if (!meddled) plant(path, 'two', 1_600_000_001.5);
    meddled = true;
  });
  const result = files.file(path, false);
  assert.ok(meddled);
  assert.equal(
    result.kind === 'hashed' && result.content,
    contentIdOfPieces(hasher, 3, hasher.hash(Buffer.from('two'))),
  );
});

test('a file that never rests is left for later', async (t) => {
  const path = plant(join(await temporaryFolder(t), 'a'), 'one');
  const files = meddling(() => appendFileSync(path, 'more'));
  assert.equal(files.file(path, false).kind, 'unsettled');
});

test('a file whose last change is as young as a tick of a coarse clock is left for later', async (t) => {
  const path = plant(join(await temporaryFolder(t), 'a'), 'one', Math.floor(Date.now() / 1000));
  assert.equal(new FileHasher(hasher).file(path, false).kind, 'unsettled');
});

test('a segment of a file that is no longer as it was is not hashed, nor one that changes meanwhile', async (t) => {
  const path = plant(join(await temporaryFolder(t), 'a'), 'one');
  const files = new FileHasher(hasher);
  const first = files.stamp({ kind: 'stamp', path, follow: false });
  assert.ok(first.kind === 'stamp');
  const job = { kind: 'segment', path, follow: false, stamp: first.stamp, offset: 0, length: 3 } as const;
  assert.equal(files.segment(job).kind, 'hashed');
  const changes = meddling(() => plant(path, 'two', 1_600_000_001.5));
  assert.equal(changes.segment(job).kind, 'changed');
  assert.equal(files.segment(job).kind, 'changed');
});

test('follows no link unless told to, and does not wait at a fifo', async (t) => {
  const folder = await temporaryFolder(t);
  const target = plant(join(folder, 'a'), 'one');
  const link = join(folder, 'link');
  symlinkSync(target, link);
  const files = new FileHasher(hasher);
  assert.equal(files.file(link, false).kind, 'vanished');
  assert.equal(files.file(link, true).kind, 'hashed');
  assert.equal(files.file(join(folder, 'nothing'), false).kind, 'vanished');
  mkdirSync(join(folder, 'd'));
  assert.equal(files.file(join(folder, 'd'), false).kind, 'vanished');
  if (spawnSync('mkfifo', [join(folder, 'fifo')]).status === 0) {
    assert.equal(files.file(join(folder, 'fifo'), false).kind, 'vanished');
  }
});
