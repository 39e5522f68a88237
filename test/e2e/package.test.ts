import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { copyOfCheckout } from '../support/copy-of-checkout.ts';
import { present } from '../support/parts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { freePort } from '../support/free-port.ts';
import { ended, linkOf, Machine, stop, until } from './cli-support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const COMMAND_MS = 120_000;

test('the packed package runs and shares a file in an empty folder', { timeout: 300_000 }, async (t) => {
  const source = await temporaryFolder(t);
  await copyOfCheckout(source);
  await run('npm', ['pack', '--silent'], { cwd: source, timeout: COMMAND_MS });
  const tarball = (await readdir(source)).find((name) => name.endsWith('.tgz'));
  assert.ok(tarball !== undefined);
  const listed = await run('tar', ['tzf', tarball], { cwd: source });
  const files = listed.stdout.trim().split('\n');
  assert.deepEqual(
    files.filter((file) => /\.test\.|\.contract\.|placeholder|\.tsbuildinfo/.test(file)),
    [],
  );

  const machine = await Machine.make(t);
  const folder = machine.path('empty');
  await mkdir(folder);
  const install = ['install', join(source, tarball), '--prefer-offline', '--no-audit', '--no-fund'];
  const installed = await run('npm', install, { cwd: folder, timeout: COMMAND_MS }).then(
    () => true,
    (error: Error & { stderr?: string }) => {
      // Anything but an unreachable registry is a failure of ours.
      if (!/ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET|ENOTCACHED/.test(String(error.stderr))) throw error;
      return false;
    },
  );
  if (!present(t, installed, 'needs the package registry')) return;

  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  // The package's own Node is not there: the one that runs this test does it.
  const path = `${join(process.execPath, '..')}${delimiter}${process.env['PATH']}`;
  const asked = await run('npx', ['ayni', '--version'], { cwd: folder, env: { ...process.env, PATH: path } });
  assert.equal(asked.stdout, `${version}\n`);
  const spanish = { ...process.env, PATH: path, AYNI_LANGUAGE: 'es' };
  const helped = await run('npx', ['ayni', 'get', '--help'], { cwd: folder, env: spanish });
  assert.match(helped.stdout, /^Uso: ayni get[^]*Ejemplos:/);

  await writeFile(machine.path('file.txt'), 'from the package');
  const bin = [process.execPath, join(folder, 'node_modules', 'ayni', 'dist', 'main', 'cli.js')];
  const ports = ['--tracker-port', String(await freePort()), '--port', String(await freePort())];
  const up = machine.spawn(['up', 'file.txt', '--host', '127.0.0.1', ...ports, '--json'], bin);
  const link = await linkOf(up);
  const other = await Machine.make(t);
  const joined = await ended(other.spawn(['join', link, '--no-stay', '--host', '127.0.0.1'], bin));
  assert.equal(joined.code, 0, joined.text);
  // Hashing and publishing take a moment.
  await until(async () => {
    const got = await ended(other.spawn(['get', 'file.txt', '-o', 'got'], bin));
    assert.ok(got.code === 0 || got.code === 4, got.text);
    return got.code === 0 ? true : undefined;
  });
  assert.equal(await readFile(other.path('got', 'file.txt'), 'utf8'), 'from the package');
  assert.equal(await stop(up), 0);
});
