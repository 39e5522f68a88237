import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { AyniError } from '../../core/errors.ts';
import { readLimits, saveLimits } from './limits-file.ts';

const codeOf = (work: Promise<unknown>) => work.then(undefined, (error: unknown) => AyniError.from(error).code);

test('limits are read as they were written, and there are none at first', async (t) => {
  const folder = await temporaryFolder(t);
  assert.deepEqual(await readLimits(folder), {});
  const limits = {
    rates: { up: 1_000_000, down: null },
    schedule: [{ days: [1, 2], from: 0, to: 1440, rates: { peerUp: 64_000 } }],
    slots: 3,
    jobs: 1,
  };
  await saveLimits(folder, limits);
  assert.deepEqual(await readLimits(folder), limits);
});

test('a file that holds something else is named, and left as it is', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'limits.json');
  for (const text of ['{', '[]', '{"rates":{"up":1}}', '{"slots":0}', '{"schedule":[{"days":[9]}]}']) {
    await writeFile(path, text);
    assert.equal(await codeOf(readLimits(folder)), 'state-damaged', text);
  }
});

test('what cannot be written says so', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'limits.json', 'x'), { recursive: true });
  assert.equal(await codeOf(saveLimits(folder, {})), 'io-failed');
});
