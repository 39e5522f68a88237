import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { ended, linkOf, Machine, stop, until } from '../e2e/cli-support.ts';
import { copyOfCheckout } from '../support/copy-of-checkout.ts';
import { freePort } from '../support/free-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = promisify(execFile);
const BUILD_MS = 280_000;

test('the executable shares, joins, fetches and serves the web app in an empty folder', async (t) => {
  const source = await temporaryFolder(t);
  await copyOfCheckout(source);
  await run('npm', ['run', 'build:sea'], { cwd: source, timeout: BUILD_MS });
  const program = [join(source, 'executable', 'ayni')];
  const [one, two] = [await Machine.make(t), await Machine.make(t)];

  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string };
  assert.deepEqual(await ended(one.spawn(['--version'], program)), { code: 0, text: `${version}\n` });

  await writeFile(one.path('file.txt'), 'from the executable');
  const ports = ['--tracker-port', String(await freePort()), '--port', String(await freePort())];
  const up = one.spawn(['up', 'file.txt', '--host', '127.0.0.1', ...ports, '--json'], program);
  const link = await linkOf(up);
  const { code, text } = await ended(two.spawn(['join', link, '--no-stay', '--host', '127.0.0.1'], program));
  assert.equal(code, 0, text);
  await until(async () => {
    const got = await ended(two.spawn(['get', 'file.txt', '-o', 'got'], program));
    assert.ok(got.code === 0 || got.code === 4, got.text);
    return got.code === 0 ? true : undefined;
  });
  assert.equal(await readFile(two.path('got', 'file.txt'), 'utf8'), 'from the executable');

  // The native addon came along.
  const status = await ended(one.spawn(['status', '--json'], program));
  assert.match(status.text, /"hasher":"native"/);
  const door = (await ended(one.spawn(['open', '--print'], program))).text.trim();
  const entered = await fetch(door, { redirect: 'manual' });
  const [cookie = ''] = (entered.headers.get('set-cookie') ?? '').split(';');
  const page = await fetch(new URL('/', door), { headers: { cookie } });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<script type="module"/);
  assert.equal(await stop(up), 0);
});
