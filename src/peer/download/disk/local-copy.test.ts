import assert from 'node:assert/strict';
import { chmod, readdir, readFile, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cloneDisk } from '../../../../test/support/clone-disk.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { cloneOver } from './local-copy.ts';

const BYTES = Buffer.alloc(32 * 1024 * 1024, 'clone');

test('a clone takes no room, and keeps the mode of the file whose place it takes', async (t) => {
  const disk = await cloneDisk(t);
  if (disk === undefined) return;
  const [from, to] = [join(disk, 'from'), join(disk, 'to')];
  await writeFile(from, BYTES, { mode: 0o400, flush: true });
  await writeFile(to, 'x', { mode: 0o640, flush: true });
  await chmod(to, 0o640);
  const before = await statfs(disk);
  assert.equal(await cloneOver(from, to), true);
  const after = await statfs(disk);
  assert.ok((before.bfree - after.bfree) * after.bsize < BYTES.length / 4);
  assert.ok((await readFile(to)).equals(BYTES));
  assert.equal((await stat(to)).mode & 0o777, 0o640);
  assert.deepEqual((await readdir(disk)).toSorted(), ['from', 'to']);
});

test('a file system that cannot clone, or a file that is gone, leaves everything as it was', async (t) => {
  const folder = await temporaryFolder(t);
  const to = join(folder, 'to');
  await writeFile(to, 'x');
  assert.equal(await cloneOver(join(folder, 'gone'), to), false);
  assert.equal(await cloneOver('/dev/null', to), false);
  assert.equal(await readFile(to, 'utf8'), 'x');
  assert.deepEqual(await readdir(folder), ['to']);
});
