import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '../../../test/support/parts.ts';
import { AyniError } from '../../core/errors.ts';
import { errnoOf } from '../../platform/errno.ts';
import { readSmallFile, ServedFile } from './served-file.ts';

test('a file whose bytes cannot be read counts as changed, whichever way it is read', async (t) => {
  if (!present(t, process.platform === 'linux', 'needs a file of Linux that fails with EIO')) return;
  // What lies at address 0 of this process cannot be read.
  const identity = { path: '/proc/self/mem', size: 0 };
  const failed = (error: unknown) => AyniError.is(error, 'content-changed') && errnoOf(error.cause) === 'EIO';
  assert.throws(() => readSmallFile(identity, new Uint8Array(1), 0), failed);
  const file = await ServedFile.open(identity);
  t.after(() => file.close());
  assert.throws(() => file.readNow(new Uint8Array(1), 0), failed);
  await assert.rejects(file.read(new Uint8Array(1), 0), failed);
});
