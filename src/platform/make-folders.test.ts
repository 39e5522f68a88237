import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { makeFolders } from './make-folders.ts';

test('makes a folder with those above it, however many ask at once', async (t) => {
  const root = await temporaryFolder(t);
  const deep = join(root, 'a', 'b', 'c');
  await Promise.all([deep, deep, join(root, 'a', 'b', 'd')].map(makeFolders));
  assert.ok((await stat(deep)).isDirectory());
  await symlink(join(root, 'a'), join(root, 'link'));
  await makeFolders(join(root, 'link', 'e'));
  assert.ok((await stat(join(root, 'a', 'e'))).isDirectory());
});

test('says what stands in the way', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, 'file'), '');
  await assert.rejects(makeFolders(join(root, 'file')), { code: 'EEXIST' });
  await assert.rejects(makeFolders(join(root, 'file', 'below')), { code: 'ENOTDIR' });
  await symlink(join(root, 'nowhere'), join(root, 'dangling'));
  await assert.rejects(makeFolders(join(root, 'dangling')), { code: 'EEXIST' });
});

test('gives up where the system takes no folder', { skip: !existsSync('/proc/self') }, async () => {
  await assert.rejects(makeFolders('/proc/nope'), { code: 'ENOENT' });
  await assert.rejects(makeFolders('/proc/nope/deeper'), { code: 'ENOENT' });
});
