import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { readSettings, rememberSettings } from './settings.ts';
import { defaultStateFolder, prepareStateFolder, stateFolderOf } from './state-folder.ts';
import { StateLock } from './state-lock.ts';

test('keeps the state where each platform keeps such things', () => {
  assert.equal(defaultStateFolder({ HOME: '/home/a' }, 'linux'), '/home/a/.local/share/ayni');
  assert.equal(defaultStateFolder({ HOME: '/home/a', XDG_DATA_HOME: '/data' }, 'linux'), '/data/ayni');
  assert.match(defaultStateFolder({ HOME: '/Users/a' }, 'darwin'), /Library\/Application Support\/ayni$/);
  assert.equal(stateFolderOf('/x', { AYNI_STATE: '/y' }), '/x');
  assert.equal(stateFolderOf(undefined, { AYNI_STATE: '/y' }), '/y');
});

test('makes the state folder private, also one that was there before', async (t) => {
  const folder = join(await temporaryFolder(t), 'a', 'state');
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await prepareStateFolder(folder);
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  assert.deepEqual(JSON.parse(await readFile(join(folder, 'version.json'), 'utf8')), { state: 1 });
  await prepareStateFolder(folder);
});

test('refuses a state folder of a newer version, a damaged one and a file', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'version.json'), '{"state": 99}');
  await assert.rejects(prepareStateFolder(folder), { code: 'state-newer', message: /newer Ayni.*update/ });
  await writeFile(join(folder, 'version.json'), '{"state": ');
  await assert.rejects(prepareStateFolder(folder), { code: 'state-damaged' });
  await assert.rejects(prepareStateFolder(join(folder, 'version.json')), { code: 'io-failed', message: /is a file/ });
});

test('gives the lock to one at a time', async (t) => {
  const folder = await temporaryFolder(t);
  const first = StateLock.tryTake(folder);
  assert.ok(first);
  assert.equal(StateLock.tryTake(folder), undefined);
  first.release();
  const second = StateLock.tryTake(folder);
  assert.ok(second);
  second.release();
});

test('frees the lock of a process that was killed', async (t) => {
  const folder = await temporaryFolder(t);
  const script = `
    const { StateLock } = await import(${JSON.stringify(new URL('state-lock.ts', import.meta.url).href)});
    globalThis.lock = StateLock.tryTake(${JSON.stringify(folder)});
    console.log('locked');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  assert.equal(StateLock.tryTake(folder), undefined);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = StateLock.tryTake(folder);
  assert.ok(lock);
  lock.release();
});

test('remembers settings, and says which file is damaged', async (t) => {
  const folder = await temporaryFolder(t);
  assert.deepEqual(await readSettings(folder), {});
  await rememberSettings(folder, { name: 'left', port: 7742 });
  assert.deepEqual(await rememberSettings(folder, { port: 7800 }), { name: 'left', port: 7800 });
  await writeFile(join(folder, 'settings.json'), '{"port": "high"}');
  await assert.rejects(readSettings(folder), { code: 'state-damaged', message: /settings\.json is damaged/ });
});
