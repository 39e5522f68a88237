import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { fromFile } from '../../src/config/from-file.ts';

const UNITS = join(import.meta.dirname, '../../packaging/systemd');
const run = promisify(execFile);

test('systemd finds nothing wrong with the units', async (t) => {
  const there = await run('systemd-analyze', ['--version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
  if (!there) return t.skip('systemd-analyze is not on this machine');
  const units = ['ayni-tracker.service', 'ayni-peer.service'].map((name) => join(UNITS, name));
  const { stderr, stdout } = await run('systemd-analyze', ['verify', ...units], { timeout: 60_000 });
  assert.equal(`${stdout}${stderr}`.includes('ayni-'), false, stderr);
});

test('the settings that come with the units are right', async () => {
  for (const name of ['tracker.toml', 'peer.toml']) {
    const text = await readFile(join(UNITS, name), 'utf8');
    const { problems, values } = fromFile(text, { name, folder: UNITS });
    assert.deepEqual(problems, []);
    assert.equal(values.get('daemon.log_to_stderr'), true);
  }
});
