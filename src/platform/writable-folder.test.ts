import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { remount, smallDisk } from '../../test/support/small-disk.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { writableFolder } from './writable-folder.ts';

test('gives the nearest folder that is there, and refuses a file and what is below one', async (t) => {
  const home = await temporaryFolder(t);
  await writeFile(join(home, 'file'), '');
  assert.equal(await writableFolder(home), home);
  assert.equal(await writableFolder(join(home, 'new', 'deep')), home);
  for (const folder of [join(home, 'file'), join(home, 'file', 'below')]) {
    await assert.rejects(writableFolder(folder), {
      code: 'bad-path',
      message: `${join(home, 'file')} is no folder: name one.`,
    });
  }
});

test('refuses a disk that cannot be written', async (t) => {
  const disk = await smallDisk(t, '1m');
  if (disk === undefined) return;
  remount(disk, 'ro');
  const message = `${disk} cannot be written: name another folder.`;
  for (const folder of [disk, join(disk, 'new')])
    await assert.rejects(writableFolder(folder), { code: 'no-permission', message });
});
