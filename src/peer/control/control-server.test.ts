import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { AyniError } from '../../core/errors.ts';
import { parsePeerId } from '../../core/ids.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { ControlFile, Status } from '../../wire/control/messages.ts';
import type { ControlBackend, PeerControl } from './control-backend.ts';
import { ControlServer } from './control-server.ts';

const PEER = parsePeerId(`p${'a'.repeat(52)}`);

const STATUS: Status = {
  version: '0.0.0',
  node: 'v0',
  pid: 1,
  started: 0,
  state: '/state',
  hasher: 'native',
  dialects: [],
  shares: [],
  downloads: [],
  uploads: [],
  counters: { bytesSent: 0, bytesReceived: 0 },
};

function refuse(): never {
  throw new AyniError('forbidden', 'Only admins do that.');
}

/** A backend whose every answer is known. */
function backend(): ControlBackend & { changed: () => void; removed: string[] } {
  const removed: string[] = [];
  let listener: (() => void) | undefined;
  let hashed = 0;
  const peer: PeerControl = {
    addShare: async (share) => ({
      name: share.name ?? 'share',
      path: share.path,
      kind: 'folder',
      hidden: share.hidden ?? false,
      audience: { kind: 'everyone' },
    }),
    removeShare: async (name) => void removed.push(name),
    rescan: async () => undefined,
    addDownload: async () => refuse(),
    pauseDownload: async () => undefined,
    resumeDownload: async () => undefined,
    cancelDownload: async () => undefined,
    moveDownload: async () => undefined,
    downloadDetail: async (id) => ({ id, files: [], filesTotal: 0 }),
    chooseFiles: async () => undefined,
    preview: async () => undefined,
    shares: () => [
      {
        share: { name: 'a', path: '/a', kind: 'folder', hidden: false, audience: { kind: 'everyone' } },
        state: 'hashing',
        files: 1,
        bytes: 10,
        hashedBytes: hashed++,
        totalBytes: 10,
        pendingFiles: 1,
        scannedEntries: 1,
        watching: 'live',
        skipped: { count: 0, examples: [] },
      },
    ],
    downloads: () => [],
    onProgress: (changed) => {
      listener = changed;
      return () => (listener = undefined);
    },
    showDownload: async () => undefined,
    drop: async ({ path }) => ({ share: 'Dropped', path }),
    uploads: () => [],
    counters: () => ({ bytesSent: 0, bytesReceived: 0 }),
    connected: () => true,
    activity: () => [],
    newestActivity: () => 0,
    traffic: () => {
      const series = { step: 1, last: 0, sent: [], received: [] };
      return { hour: series, day: series };
    },
    watched: () => undefined,
    limits: () => ({ rates: {}, schedule: [], now: {}, slots: 8, jobs: 2 }),
    setLimits: async () => refuse(),
    leave: async () => undefined,
  };
  const unused = async () => refuse();
  const network = {
    search: unused,
    browse: unused,
    peers: async () => [
      { peer: PEER, name: 'n', role: 'member', online: true, endpoints: [], agent: 'a', files: 0, bytes: 0, seen: 0 },
    ],
    locate: unused,
    namesOf: unused,
    stats: unused,
    withdraw: unused,
    createInvite: unused,
    invites: unused,
    revokeInvite: unused,
    members: unused,
    revoke: unused,
  };
  const inviteLink = () => 'link';
  return { status: async () => STATUS, peer, network, inviteLink, changed: () => listener?.(), removed };
}

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
  assert.deepEqual(refused.body, { error: { code: 'forbidden', message: 'Only admins do that.' } });
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
