import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { makeTarget } from './make-target.ts';

test('makes a folder and those above it', async (t) => {
  const folder = join(await temporaryFolder(t), 'a', 'b');
  await makeTarget(folder);
  assert.ok((await stat(folder)).isDirectory());
  await makeTarget(folder);
});

test('says of a folder that cannot be made no more than that', async (t) => {
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, '');
  const nowhere = [file, join(file, 'below'), ...(existsSync('/proc/self') ? ['/proc/nope', '/proc/nope/deeper'] : [])];
  for (const folder of nowhere) {
    await assert.rejects(makeTarget(folder), {
      code: 'io-failed',
      message: `The folder ${folder} cannot be made: choose another.`,
    });
  }
});

test('says where a folder may not be made', { skip: !existsSync('/sys/kernel') }, async () => {
  await assert.rejects(makeTarget('/sys/nope'), {
    code: 'no-permission',
    message: 'The folder /sys/nope may not be made: check the permissions above it, or choose another.',
  });
});
