import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';

import { controlDoor } from '../../../../test/support/control-door.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';

const run = promisify(execFile);
/** Nobody, on any Linux. */
const SOMEBODY_ELSE = 65_534;
const asRoot = { skip: process.platform !== 'linux' || process.getuid?.() !== 0 };
const INDEX = '<!doctype html><title>Ayni</title><script src="/assets/index-abc.js"></script>';
const SCRIPT = 'console.log("ñ");'.repeat(100);

async function builtApp(t: TestContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const web = join(folder, 'web');
  await mkdir(join(web, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(web, 'index.html'), INDEX);
  await writeFile(join(web, 'assets', 'index-abc.js'), SCRIPT);
  return web;
}

test('lets a browser in once by a link, which leaves a session that scripts and other sites cannot use', async (t) => {
  const door = await controlDoor(t);
  const { port } = new URL(door.url);
  const link = await door.link();
  const entered = await door.ask(link);
  assert.equal(entered.status, 303);
  assert.equal(entered.headers.location, '/');
  const [cookie = ''] = entered.headers['set-cookie'] ?? [];
  assert.match(cookie, new RegExp(`^ayni-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`));
  const session = cookie.split(';', 1)[0] ?? '';
  assert.equal((await door.ask('/v1/status', { headers: { cookie: `other=1; ${session}` } })).status, 200);
  const again = await door.ask(link);
  assert.equal(again.headers.location, '/');
  assert.equal(again.headers['set-cookie'], undefined);
});

test('a link lets nobody in who is another user of the machine, and stays good', asRoot, async (t) => {
  const door = await controlDoor(t);
  const link = await door.link();
  const program = `exec 3<>/dev/tcp/127.0.0.1/${new URL(door.url).port}
    printf 'GET ${link} HTTP/1.1\\r\\nHost: ${new URL(door.url).host}\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3`;
  const { stdout } = await run('bash', ['-c', program], { uid: SOMEBODY_ELSE, timeout: 60_000 });
  assert.match(stdout, /^HTTP\/1\.1 303 /);
  assert.doesNotMatch(stdout, /set-cookie/i);
  assert.equal((await door.ask(link)).headers['set-cookie']?.length, 1);
});

test('refuses a link after a minute, an invented one, and a session after a week without a request', async (t) => {
  const clock = new ManualClock();
  const door = await controlDoor(t, { clock });
  const link = await door.link();
  clock.advance(60_001);
  for (const path of [link, '/enter?code=invented', '/enter', '/enter?code=']) {
    assert.equal((await door.ask(path)).headers['set-cookie'], undefined, path);
  }
  const cookie = await door.cookie();
  const status = async () => (await door.ask('/v1/status', { headers: { cookie } })).status;
  for (let day = 0; day < 12; day += 6) {
    clock.advance(6 * 86_400_000);
    assert.equal(await status(), 200);
  }
  clock.advance(7 * 86_400_000 + 1);
  assert.equal(await status(), 401);
});

test('a browser that was let in goes on with a daemon that was started anew, on the same port', async (t) => {
  const stateFolder = await temporaryFolder(t);
  const before = await controlDoor(t, { stateFolder });
  const cookie = await before.cookie();
  const unused = await before.link();
  await before.server.stop();
  const lastPort = Number(new URL(before.url).port);
  const after = await controlDoor(t, { stateFolder, lastPort });
  assert.equal(after.url, before.url);
  assert.equal((await after.ask('/v1/status', { headers: { cookie } })).status, 200);
  assert.equal((await after.ask(unused)).headers['set-cookie'], undefined);
  // Where somebody else has the port meanwhile, another one does.
  const beside = await controlDoor(t, { lastPort });
  assert.notEqual(beside.url, after.url);
});

test('keeps a few links and sessions only, the newest', async (t) => {
  const door = await controlDoor(t);
  const links: string[] = [];
  for (let i = 0; i < 9; i++) links.push(await door.link());
  assert.equal((await door.ask(links[0] ?? '')).headers['set-cookie'], undefined);
  assert.notEqual((await door.ask(links[1] ?? '')).headers['set-cookie'], undefined);
  const first = await door.cookie();
  for (let i = 0; i < 32; i++) await door.cookie();
  assert.equal((await door.ask('/v1/status', { headers: { cookie: first } })).status, 401);
});

test('refuses what comes from elsewhere, also with a session', async (t) => {
  const door = await controlDoor(t);
  const other = await controlDoor(t);
  const cookie = await door.cookie();
  const { port } = new URL(door.url);
  const post = { method: 'POST', body: '{}' };
  const json = { cookie, 'content-type': 'application/json' };
  for (const [path, asked, status] of [
    ['/v1/status', { headers: {} }, 401],
    ['/v1/status', { headers: { cookie, host: `evil.example:${port}` } }, 403],
    ['/', { headers: { host: `evil.example:${port}` } }, 403],
    ['/v1/status', { headers: { cookie, origin: 'https://evil.example' } }, 403],
    ['/v1/status', { headers: { cookie, origin: `http://localhost:${port}` } }, 403],
    ['/v1/status', { headers: { cookie, 'sec-fetch-site': 'cross-site' } }, 403],
    ['/v1/status', { headers: { cookie, 'sec-fetch-site': 'same-site' } }, 403],
    ['/v1/status', { headers: { cookie, 'sec-fetch-site': 'same-origin' } }, 200],
    ['/v1/shares/rescan', { ...post, headers: json }, 403],
    ['/v1/shares/rescan', { ...post, headers: { ...json, origin: other.url } }, 403],
    ['/v1/shares/rescan', { ...post, headers: { ...json, origin: door.url } }, 200],
    ['/v1/pages', { ...post, headers: { ...json, origin: door.url } }, 401],
    ['/v1/leave', { ...post, headers: { ...json, origin: door.url } }, 401],
  ] as const) {
    assert.equal((await door.ask(path, asked)).status, status, `${path} ${JSON.stringify(asked)}`);
  }
  assert.equal((await other.ask('/v1/status', { headers: { cookie } })).status, 401, 'cookies come to all ports');
});

test('asks for a session however the path of a call is written', async (t) => {
  const door = await controlDoor(t, { web: await builtApp(t) });
  for (const path of ['/v1/status', '/%761/status', '/v1/nothing', '/%76%31/downloads', '/v1/%73tatus']) {
    assert.equal((await door.ask(path)).status, 401, path);
  }
});

test('serves the app without a session, packed, with headers that forbid what is inline or elsewhere', async (t) => {
  const door = await controlDoor(t, { web: await builtApp(t) });
  const script = await door.ask('/assets/index-abc.js', { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(brotliDecompressSync(script.body).toString(), SCRIPT);
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8');
  for (const path of ['/', '/downloads/abc?x=1', '/index.html']) {
    const { status, headers, body } = await door.ask(path);
    assert.equal(status, 200);
    assert.equal(body.toString(), INDEX);
    assert.equal(headers['cache-control'], 'no-cache');
    assert.equal(
      headers['content-security-policy'],
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; " +
        "font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  }
  assert.equal((await door.ask('/assets/index-old.js')).status, 404);
});

test('gives out no file beside the app', async (t) => {
  const door = await controlDoor(t, { web: await builtApp(t) });
  for (const path of [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '//etc/passwd',
  ]) {
    assert.doesNotMatch((await door.ask(path)).body.toString(), /^secret|root:/, path);
  }
});

test('says so when the app was not built, and finds it later', async (t) => {
  const web = join(await temporaryFolder(t), 'web');
  const door = await controlDoor(t, { web });
  const before = await door.ask('/');
  assert.equal(before.status, 404);
  assert.match(before.body.toString(), /was not built/);
  await mkdir(web);
  await writeFile(join(web, 'index.html'), INDEX);
  assert.equal((await door.ask('/')).status, 200);
});
