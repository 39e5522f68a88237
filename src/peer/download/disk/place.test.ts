import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { placeFolder } from './place.ts';

test('a folder has its name once it is whole, and not before', { skip: process.platform !== 'linux' }, async (t) => {
  const folder = await temporaryFolder(t);
  const aside = join(folder, 'aside');
  await mkdir(aside);
  await writeFile(join(aside, 'file'), 'whole');
  const seen: (string | null)[] = [];
  const ended = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_, name) => {
      seen.push(name);
      if (name === 'end') resolve();
    });
    t.after(() => watcher.close());
  });
  assert.equal(await placeFolder(aside, join(folder, 'target')), true);
  // What happened before is told before.
  await writeFile(join(folder, 'end'), '');
  await ended;
  assert.equal(seen.filter((name) => name === 'target').length, 1, seen.join(', '));
  assert.equal(await readFile(join(folder, 'target', 'file'), 'utf8'), 'whole');
});

test('a folder takes the place of nothing that stands there', async (t) => {
  const folder = await temporaryFolder(t);
  const aside = join(folder, 'aside');
  await mkdir(aside);
  await writeFile(join(folder, 'a file'), 'mine');
  await mkdir(join(folder, 'an empty folder'));
  for (const name of ['a file', 'an empty folder']) assert.equal(await placeFolder(aside, join(folder, name)), false);
  assert.equal(await readFile(join(folder, 'a file'), 'utf8'), 'mine');
  assert.deepEqual((await readdir(folder)).toSorted(), ['a file', 'an empty folder', 'aside']);
});
