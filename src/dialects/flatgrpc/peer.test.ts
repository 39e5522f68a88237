import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { eventually } from '../../../test/support/dialects/eventually.ts';
import { rawTalk } from '../../../test/support/dialects/raw-talk.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { flatgrpc } from './index.ts';
import type { FlatgrpcPeerOptions } from './peer.ts';

const LARGE = Buffer.alloc(3 * 1024 * 1024 + 7, 'not all the same ');
const share = new MemoryShare({ 'a.txt': 'hello', 'a b%.txt': 'odd', 'ñ.txt': 'n', empty: '', large: LARGE });

/** A peer, and where to ask it. */
async function started(options: FlatgrpcPeerOptions = {}, files: FlatShare = share) {
  const listen = { host: '127.0.0.1', port: 0, maxConnections: 100 };
  const peer = flatgrpc.peer({ clock: systemClock, log: SILENT, share: files }, { ...listen, ...options });
  const port = await peer.start();
  return { port, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose]() };
}

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'ayni-inbox-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

function form(field: string, name: string, bytes: string): FormData {
  const data = new FormData();
  data.append('note', 'something else');
  data.append(field, new Blob([bytes]), name);
  return data;
}

test('serves files by their names, whatever is in them', async () => {
  await using peer = await started();
  for (const [path, text] of [
    ['a.txt', 'hello'],
    ['a%20b%25.txt', 'odd'],
    ['%C3%B1.txt', 'n'],
    ['empty', ''],
  ]) {
    const answer = await fetch(`${peer.url}/files/${path}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-length'), String(text?.length));
    assert.equal(await answer.text(), text);
  }
});

test('serves a file of several buffers whole, to many at once', async () => {
  await using peer = await started();
  const answers = await Promise.all(
    Array.from({ length: 40 }, async () => Buffer.from(await (await fetch(`${peer.url}/files/large`)).arrayBuffer())),
  );
  for (const bytes of answers) assert.ok(bytes.equals(LARGE));
});

test('tells of a file what GET would, at HEAD', async () => {
  await using peer = await started();
  const answer = await fetch(`${peer.url}/files/large`, { method: 'HEAD' });
  assert.equal(answer.headers.get('content-length'), String(LARGE.length));
  assert.equal(await answer.text(), '');
});

for (const path of ['/files/none', '/files/', '/', '/files/a/b', '/files/%2e%2e%2fa.txt', '/files/..%2fa.txt', '/x']) {
  test(`answers 404 to ${path}`, async () => {
    await using peer = await started();
    assert.equal((await fetch(peer.url + path)).status, 404);
  });
}

test('answers 404 to a path that climbs, as it is sent', async () => {
  await using peer = await started();
  const answer = await rawTalk(peer.port, 'GET /files/../a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 404 /);
});

test('answers a wrong method with 405', async () => {
  await using peer = await started();
  assert.equal((await fetch(`${peer.url}/files/a.txt`, { method: 'DELETE' })).status, 405);
  assert.equal((await fetch(`${peer.url}/upload`)).status, 405);
});

test('cuts the answer where a file became shorter, so that nobody takes it for whole', async () => {
  const shrinking: FlatShare = {
    files: async () => [],
    open: async (name) => ({
      name,
      size: 2_000_000,
      read: async (buffer, position) => (position > 0 ? 0 : buffer.fill(1).length),
      async [Symbol.asyncDispose]() {},
    }),
  };
  await using peer = await started({}, shrinking);
  const answer = await fetch(`${peer.url}/files/a`);
  assert.equal(answer.status, 200);
  await assert.rejects(answer.arrayBuffer());
});

test('answers what the share refuses, and says nothing of a bug', async () => {
  const failing = (error: Error): FlatShare => ({
    files: async () => [],
    async open() {
      throw error;
    },
  });
  for (const [error, status] of [
    [new AyniError('busy', 'Later.'), 503],
    [new AyniError('content-changed', 'It changed.'), 404],
    [new Error('secret'), 500],
  ] as const) {
    await using peer = await started({}, failing(error));
    const answer = await fetch(`${peer.url}/files/a`);
    assert.equal(answer.status, status);
    assert.doesNotMatch(await answer.text(), /secret/);
  }
});

test('closes the file and the connection of who takes nothing', async () => {
  const closed = Promise.withResolvers<void>();
  const endless: FlatShare = {
    files: async () => [],
    open: async (name) => ({
      name,
      size: 2 ** 40,
      read: async (buffer) => buffer.length,
      async [Symbol.asyncDispose]() {
        closed.resolve();
      },
    }),
  };
  await using peer = await started({ stallMs: 100 }, endless);
  const socket = connect(peer.port, '127.0.0.1').on('error', () => undefined);
  socket.write('GET /files/a HTTP/1.1\r\nHost: a\r\n\r\n');
  await closed.promise;
  socket.resume();
  if (!socket.destroyed) await once(socket, 'close');
});

test('refuses uploads where they are off', async () => {
  await using peer = await started();
  const answer = await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', 'a.txt', 'x') });
  assert.equal(answer.status, 403);
});

test('takes an upload into the inbox, and never writes over a file', async () => {
  await using inbox = await temporaryFolder();
  await writeFile(join(inbox.path, 'a.txt'), 'mine');
  await using peer = await started({ inbox: inbox.path });
  const upload = async (text: string): Promise<string> => {
    const answer = await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', 'a.txt', text) });
    assert.equal(answer.status, 200);
    return answer.text();
  };
  assert.equal(await upload('theirs'), 'Archivo subido correctamente');
  await Promise.all(['x', 'y', 'z'].map(upload));
  assert.equal(await readFile(join(inbox.path, 'a.txt'), 'utf8'), 'mine');
  assert.equal(await readFile(join(inbox.path, 'a (2).txt'), 'utf8'), 'theirs');
  const names = await readdir(inbox.path);
  assert.deepEqual(names.toSorted(), ['a (2).txt', 'a (3).txt', 'a (4).txt', 'a (5).txt', 'a.txt']);
});

test('makes the inbox when the first file comes, and keeps every name inside it', async () => {
  await using folder = await temporaryFolder();
  const inbox = join(folder.path, 'deep', 'inbox');
  await using peer = await started({ inbox });
  for (const name of ['../../escape.txt', '/etc/passwd', '..', '.x.ayni-part', 'a\0b', '..\\up']) {
    const body = [
      `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n`,
      'Content-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n',
    ].join('');
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const answer = await fetch(`${peer.url}/upload`, { method: 'POST', body, headers });
    assert.ok(answer.status === 200 || answer.status === 400, `${name}: ${answer.status}`);
  }
  assert.deepEqual(await readdir(folder.path), ['deep']);
  assert.deepEqual(await readdir(join(folder.path, 'deep')), ['inbox']);
  for (const name of await readdir(inbox)) assert.equal(await readFile(join(inbox, name), 'utf8'), 'x');
});

test('says where a form, or what is none, holds no file', async () => {
  await using inbox = await temporaryFolder();
  await using peer = await started({ inbox: inbox.path });
  const empty = new FormData();
  empty.append('file', 'text, not a file');
  for (const body of [form('other', 'a.txt', 'x'), empty, '{}', '']) {
    const answer = await fetch(`${peer.url}/upload`, { method: 'POST', body });
    assert.equal(answer.status, 400);
    assert.equal(await answer.text(), 'No se encontró archivo');
  }
  const nameless =
    '--b\r\nContent-Disposition: form-data; name="file"\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n';
  const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
  assert.equal((await fetch(`${peer.url}/upload`, { method: 'POST', body: nameless, headers })).status, 400);
  assert.deepEqual(await readdir(inbox.path), []);
});

test('keeps nothing of an upload that is too large, broken, cut off or stalled', async () => {
  await using inbox = await temporaryFolder();
  await using peer = await started({ inbox: inbox.path, maxUploadBytes: 1_000, stallMs: 100 });
  const large = await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', 'a.txt', 'x'.repeat(5_000)) });
  assert.equal(large.status, 413);
  const head =
    'POST /upload HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 500\r\n\r\n' +
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf';
  assert.match(await rawTalk(peer.port, head), /^HTTP\/1\.1 408 /);
  const cut = connect(peer.port, '127.0.0.1').on('error', () => undefined);
  await new Promise((resolve) => cut.write(head, resolve));
  cut.destroy();
  const broken = head.replace('500', '205').replace('half', `half\r\n--b\r\n${'x'.repeat(103)}`);
  await rawTalk(peer.port, broken, 'more');
  // Part files go away with the uploads, of which the last may still be on its way out.
  await eventually(async () => (await readdir(inbox.path)).every((name) => name === 'a.txt'));
});

test('refuses an upload for which the inbox has no room, keeps nothing of it, and takes more when some was taken away', async () => {
  await using inbox = await temporaryFolder();
  await writeFile(join(inbox.path, 'mine.txt'), 'x'.repeat(600));
  await using peer = await started({ inbox: inbox.path, inboxRoom: { maxBytes: 1_000 } });
  const upload = async (name: string, bytes: number): Promise<number> => {
    const answer = await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', name, 'x'.repeat(bytes)) });
    if (answer.status !== 200) assert.equal(await answer.text(), 'No space left');
    return answer.status;
  };
  assert.equal(await upload('a.txt', 500), 507);
  assert.deepEqual(await readdir(inbox.path), ['mine.txt']);
  assert.equal(await upload('b.txt', 300), 200);
  assert.equal(await upload('c.txt', 300), 507);
  await rm(join(inbox.path, 'mine.txt'));
  assert.equal(await upload('c.txt', 300), 200);
  assert.deepEqual((await readdir(inbox.path)).toSorted(), ['b.txt', 'c.txt']);
});

test('of uploads at the same time it takes as many as there is room for', async () => {
  await using inbox = await temporaryFolder();
  await using peer = await started({ inbox: inbox.path, inboxRoom: { maxBytes: 1_000 } });
  const statuses = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const answer = await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', 'a', 'x'.repeat(400)) });
      return answer.status;
    }),
  );
  assert.ok(statuses.filter((status) => status === 200).length <= 2, String(statuses));
  const names = await readdir(inbox.path);
  assert.equal(names.length, statuses.filter((status) => status === 200).length);
});

test('takes no more empty files than the inbox may hold', async () => {
  await using inbox = await temporaryFolder();
  await using peer = await started({ inbox: inbox.path, inboxRoom: { maxFiles: 2 } });
  const statuses: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    statuses.push((await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', 'a', '') })).status);
  }
  assert.deepEqual(statuses, [200, 200, 507]);
});

test('leaves a reserve on the disk', async () => {
  await using inbox = await temporaryFolder();
  // More than any disk has free.
  await using peer = await started({ inbox: inbox.path, inboxRoom: { reserve: 2 ** 60 } });
  const answer = await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', 'a.txt', 'x') });
  assert.equal(answer.status, 507);
  assert.deepEqual(await readdir(inbox.path), []);
});

test('removes what an upload left that was under way when the last daemon was killed, and no part of a download', async () => {
  await using inbox = await temporaryFolder();
  const ours = '.inbox-0123456789abcdef.ayni-part';
  for (const name of [ours, '.film.ayni-part']) await writeFile(join(inbox.path, name), 'half');
  await using peer = await started({ inbox: inbox.path });
  await fetch(`${peer.url}/upload`, { method: 'POST', body: form('file', 'a.txt', 'x') });
  assert.deepEqual((await readdir(inbox.path)).toSorted(), ['.film.ayni-part', 'a.txt']);
});

test('gives up on who says half a request', async () => {
  await using peer = await started({ headersMs: 50 });
  assert.match(await rawTalk(peer.port, 'GET /fil'), /^HTTP\/1\.1 408 /);
});
