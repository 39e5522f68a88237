import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { backend, STATUS } from '../../../test/support/known-backend.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { ControlFile } from '../../wire/control/messages.ts';
import type { ControlBackend } from './control-backend.ts';
import { ControlServer } from './control-server.ts';

async function running(t: TestContext, behind: ControlBackend = backend()) {
  const stateFolder = await temporaryFolder(t);
  const server = new ControlServer({ backend: behind, clock: systemClock, log: SILENT }, { stateFolder });
  t.after(() => server.stop());
  return { server, stateFolder, file: await server.start() };
}

async function call(
  file: ControlFile,
  path: string,
  options: { headers?: Record<string, string>; body?: string; method?: string } = {},
): Promise<{ status: number | undefined; body: unknown }> {
  const headers = { authorization: `Bearer ${file.token}`, 'content-type': 'application/json', ...options.headers };
  const method = options.method ?? (options.body === undefined ? 'GET' : 'POST');
  const sent = request(new URL(path, file.url), { method, headers, agent: false }).end(options.body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) };
}

test('answers those who read the token, which only this user can', async (t) => {
  const { file, stateFolder } = await running(t);
  const path = join(stateFolder, 'control.json');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), file);
  const { status, body } = await call(file, '/v1/status');
  assert.equal(status, 200);
  assert.deepEqual(body, STATUS);
  assert.equal((await call(file, '/v1/network/peers', { body: '{}' })).status, 200);
});

test('refuses a wrong or absent token, a foreign Host and a foreign Origin', async (t) => {
  const { file } = await running(t);
  const port = new URL(file.url).port;
  for (const [headers, status] of [
    [{ authorization: 'Bearer wrong' }, 401],
    [{ authorization: '' }, 401],
    [{ host: `evil.example:${port}` }, 403],
    [{ host: '127.0.0.1:1' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: `localhost:${port}` }, 200],
    [{ origin: `http://127.0.0.1:${port}` }, 200],
  ] as const) {
    assert.equal((await call(file, '/v1/status', { headers })).status, status, JSON.stringify(headers));
  }
  assert.equal((await call(file, '/v1/nothing', { headers: { authorization: 'Bearer wrong' } })).status, 401);
});

test('refuses messages that make no sense, each with a line that says why', async (t) => {
  const { file } = await running(t);
  for (const [path, body, status] of [
    ['/v1/shares', '{"path": 7}', 400],
    ['/v1/shares', '{"path": "/a", "colour": "red"}', 400],
    ['/v1/shares', '{', 400],
    ['/v1/shares', `{"path": "${'x'.repeat(300_000)}"}`, 413],
    ['/v1/network/locate', '{"contents": ["c1"]}', 400],
    ['/v1/nothing', '{}', 404],
  ] as const) {
    const answer = await call(file, path, { body });
    assert.equal(answer.status, status, path + body.slice(0, 40));
    const { error } = answer.body as { error: { code: string; message: string } };
    assert.match(error.message, /^[^\n]+$/);
  }
});

test('passes calls and failures on', async (t) => {
  const behind = backend();
  const { file } = await running(t, behind);
  assert.deepEqual((await call(file, '/v1/shares/remove', { body: '{"name": "a"}' })).body, {});
  assert.deepEqual(behind.removed, ['a']);
  const refused = await call(file, '/v1/network/members', { body: '{}' });
  assert.equal(refused.status, 403);
  const { error } = refused.body as { error: { context: { request: string } } };
  assert.match(error.context.request, /^[0-9a-f]{8}$/);
  assert.deepEqual(error, { code: 'forbidden', message: 'Only admins do that.', context: error.context });
});

test('says that a tracker alone shares nothing', async (t) => {
  const { peer: _peer, ...trackerOnly } = backend();
  const { file } = await running(t, trackerOnly);
  const { status, body } = await call(file, '/v1/shares');
  assert.equal(status, 409);
  assert.match(JSON.stringify(body), /Only a tracker runs here/);
});

test('tells progress as it comes, and knows who is attached', async (t) => {
  const behind = backend();
  const { file, server } = await running(t, behind);
  const headers = { authorization: `Bearer ${file.token}` };
  const sent = request(new URL('/v1/progress', file.url), { headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const [first] = (await once(response, 'data')) as [Buffer];
  assert.match(first.toString(), /^event: progress\ndata: \{"shares":\[\{.*"hashedBytes":0/);
  assert.equal(server.attached, 1);
  behind.changed();
  const [second] = (await once(response, 'data')) as [Buffer];
  assert.match(second.toString(), /"hashedBytes":1/);
  response.on('error', () => undefined);
  response.destroy();
  while (server.attached > 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('feeds 64 pages and refuses one more, and stops while they are open', async (t) => {
  const { file, server } = await running(t);
  const headers = { authorization: `Bearer ${file.token}` };
  const open = async (): Promise<IncomingMessage> => {
    const sent = request(new URL('/v1/progress', file.url), { headers, agent: false }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return response;
  };
  const pages = await Promise.all(Array.from({ length: 64 }, open));
  assert.equal(server.attached, 64);
  const refused = await open();
  assert.equal(refused.statusCode, 503);
  refused.resume();
  const ends = pages.map((page) => once(page.on('error', () => undefined).resume(), 'close'));
  await server.stop();
  await Promise.all(ends);
});
