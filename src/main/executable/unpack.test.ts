import assert from 'node:assert/strict';
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { unpack, type Carried } from './unpack.ts';

function carried(files: Readonly<Record<string, string>>): Carried {
  return { names: Object.keys(files), bytes: (name) => new TextEncoder().encode(files[name] ?? '') };
}

test('unpacks once, privately, and beside it where something else is carried', async (t) => {
  const env = { CACHE_DIRECTORY: await temporaryFolder(t) };
  const folder = unpack(carried({ 'package.json': '{}', 'dist/main/cli.js': 'one' }), '1.0.0', env);
  assert.equal(await readFile(join(folder, 'dist', 'main', 'cli.js'), 'utf8'), 'one');
  assert.equal((await stat(folder)).mode & 0o077, 0);
  const again = carried({ 'dist/main/cli.js': 'one', 'package.json': '{}' });
  assert.equal(unpack(again, '1.0.0', env), folder);
  const other = unpack(carried({ 'package.json': '{}', 'dist/main/cli.js': 'two' }), '1.0.0', env);
  assert.equal(await readFile(join(other, 'dist', 'main', 'cli.js'), 'utf8'), 'two');
  assert.equal((await readdir(env.CACHE_DIRECTORY)).length, 2);
});

test('runs nothing from a folder that others may write, and leaves nothing half unpacked', async (t) => {
  const env = { CACHE_DIRECTORY: await temporaryFolder(t) };
  const files = carried({ 'package.json': '{}' });
  const folder = unpack(files, '1.0.0', env);
  await chmod(folder, 0o777);
  assert.throws(() => unpack(files, '1.0.0', env), /writable for other users/);
  const failing = { names: ['a', 'b'], bytes: (name: string) => new Uint8Array(name === 'a' ? 1 : -1) };
  assert.throws(() => unpack(failing, '2.0.0', env));
  assert.deepEqual(await readdir(env.CACHE_DIRECTORY), [folder.slice(env.CACHE_DIRECTORY.length + 1)]);
});
