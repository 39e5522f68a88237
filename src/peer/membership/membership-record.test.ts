import assert from 'node:assert/strict';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { AyniError } from '../../core/errors.ts';
import { networkIdOf } from '../../core/ids.ts';
import { loadMembership, removeMembership, saveMembership, type MembershipRecord } from './membership-record.ts';

const record: MembershipRecord = {
  network: networkIdOf(new Uint8Array(32).fill(1)),
  publicKey: 'A'.repeat(59),
  trackers: ['192.0.2.1:7741', '[2001:db8::1]:7741'],
  role: 'member',
  groups: ['staff'],
  name: 'a machine',
  credential: 'a.b.c',
};

test('keeps a membership, readable by its owner only, until it is removed', async (t) => {
  const folder = await temporaryFolder(t);
  assert.equal(await loadMembership(folder), undefined);
  await saveMembership(folder, record);
  assert.deepEqual(await loadMembership(folder), record);
  if (process.platform !== 'win32') {
    const { mode } = await stat(join(folder, 'membership.json'));
    assert.equal(mode & 0o777, 0o600);
  }
  await removeMembership(folder);
  await removeMembership(folder);
  assert.equal(await loadMembership(folder), undefined);
});

test('tells a record of a newer version from a damaged one', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'membership.json');
  await writeFile(path, JSON.stringify({ version: 2, else: true }));
  await assert.rejects(loadMembership(folder), (error) => AyniError.is(error, 'state-newer'));
  for (const text of ['', '{', 'null', '{}', JSON.stringify({ version: 1, ...record, network: 'nonsense' })]) {
    await writeFile(path, text);
    await assert.rejects(loadMembership(folder), (error) => AyniError.is(error, 'state-damaged'), text);
  }
});
