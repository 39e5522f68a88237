import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { checkFolder } from './check-folder.ts';

test('takes a folder that is there or can be made, and refuses the rest with its reason', async (t) => {
  const home = await temporaryFolder(t);
  const state = join(home, 'state');
  await mkdir(join(state, 'inside'), { recursive: true });
  await mkdir(join(home, 'stately'));
  await writeFile(join(home, 'file'), '');
  await symlink(state, join(home, 'way-in'));
  for (const good of [home, join(home, 'new', 'deep'), join(home, 'stately')]) await checkFolder(good, state);
  const bad: readonly (readonly [string, RegExp])[] = [
    [join(home, 'file'), /is no folder/],
    [join(home, 'file', 'below'), /is no folder/],
    [state, /its own state/],
    [join(state, 'inside', 'new'), /its own state/],
    [join(home, 'way-in', 'new'), /its own state/],
  ];
  for (const [folder, message] of bad) {
    await assert.rejects(checkFolder(folder, state), { code: 'bad-path', message }, folder);
  }
});
