import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { test } from 'node:test';

import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { AyniError } from '../../src/core/errors.ts';
import { errorBody } from '../../src/wire/http/error-body.ts';
import { codeOf, failureOf, receiveFixture } from './receive-fixture.ts';
import { answerWell, headOf, sampleOf, type RawRequest } from './receive-source.ts';

const SIZE = 3 * PIECE_SIZE;

test('a source that closes within a piece: the pieces before it are there, and it is said', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const from = await source((request) => {
    request.socket.write(headOf(request, SIZE));
    request.socket.end(sample.bytes.subarray(0, PIECE_SIZE + 1000));
  });
  const path = await partFile('x', SIZE);
  const told: object[] = [];
  const error = await failureOf(worker.run(runOf(from, sample, path), { onPieces: (pieces) => told.push(pieces) }));
  assert.equal(error?.code, 'cut-off');
  assert.equal(error.context['pieces'], 1);
  assert.deepEqual(told, [{ first: 0, count: 1 }]);
  assert.ok((await readFile(path)).subarray(0, PIECE_SIZE).equals(sample.bytes.subarray(0, PIECE_SIZE)));
});

test('wrong bytes name their piece, are not written, and end the connection', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const wrong = Buffer.from(sample.bytes);
  wrong[PIECE_SIZE + 5] = (wrong[PIECE_SIZE + 5] ?? 0) ^ 1;
  const from = await source((request) => answerWell(request, wrong));
  const path = await partFile('x', SIZE);
  const error = await failureOf(worker.run(runOf(from, sample, path)));
  assert.equal(error?.code, 'corrupt-piece');
  assert.equal(error.context['piece'], 1);
  assert.ok((await readFile(path)).subarray(PIECE_SIZE).equals(Buffer.alloc(2 * PIECE_SIZE)));
  const [connection] = from.connections;
  assert.ok(connection);
  if (!connection.destroyed) await once(connection, 'close');
});

test('wrong bytes of a small file leave no file', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, 100);
  const from = await source((request) => answerWell(request, Buffer.alloc(100)));
  const { hashes: _, ...run } = runOf(from, sample, `${folder}/x`, { create: { mode: 0o644 } });
  assert.equal(await codeOf(worker.run(run)), 'corrupt-piece');
  assert.ok(!(await readdir(folder)).includes('x'));
});

test('whatever is not the answer to the request is a bad answer', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const path = await partFile('x', SIZE);
  const ok = 'HTTP/1.1 200 OK\r\n';
  const part = 'HTTP/1.1 206 Partial Content\r\n';
  const body = sample.bytes.toString('latin1');
  const answers: Record<string, string> = {
    'too much': `${ok}Content-Length: ${SIZE + 1}\r\n\r\n${body}x`,
    'too little, and saying so': `${ok}Content-Length: ${SIZE - 1}\r\n\r\n${body.slice(1)}`,
    'a part where all was asked for': `${part}Content-Length: ${SIZE}\r\nContent-Range: bytes 0-${SIZE - 1}/${SIZE}\r\n\r\n`,
    chunked: `${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
    'no length': `${ok}\r\n${body}`,
    'a redirect': 'HTTP/1.1 302 Found\r\nLocation: https://elsewhere/\r\nContent-Length: 0\r\n\r\n',
    'an unknown status': 'HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n',
    'an enormous error': 'HTTP/1.1 404 Not Found\r\nContent-Length: 999999999\r\n\r\n',
    'another protocol': 'SSH-2.0-OpenSSH_9.2\r\n',
  };
  for (const [what, answer] of Object.entries(answers)) {
    const from = await source((request) => void request.socket.write(Buffer.from(answer, 'latin1')));
    assert.equal(await codeOf(worker.run(runOf(from, sample, path))), 'bad-answer', what);
  }
});

test('another range than asked for is a bad answer', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const path = await partFile('x', SIZE);
  const second = { first: 1, count: 1, hashes: sample.hashes.slice(32, 64) };
  const ranges = [`bytes 0-${PIECE_SIZE - 1}/${SIZE}`, `bytes ${PIECE_SIZE}-${2 * PIECE_SIZE - 1}/${SIZE + 1}`, ''];
  for (const range of ranges) {
    const head = `HTTP/1.1 206 P\r\nContent-Length: ${PIECE_SIZE}\r\nContent-Range: ${range}\r\n\r\n`;
    const from = await source((request) => void request.socket.write(head));
    assert.equal(await codeOf(worker.run(runOf(from, sample, path, second))), 'bad-answer', range);
  }
  const whole = await source(
    (request) => void request.socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${SIZE}\r\n\r\n`),
  );
  assert.equal(await codeOf(worker.run(runOf(whole, sample, path, second))), 'bad-answer');
});

test('headers without end are a bad answer', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const from = await source(async ({ socket }) => {
    socket.write('HTTP/1.1 200 OK\r\n');
    while (!socket.destroyed) {
      socket.write(`X-Filler: ${'a'.repeat(1000)}\r\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  assert.equal(await codeOf(worker.run(runOf(from, sample, await partFile('x', SIZE)))), 'bad-answer');
});

test('silence, and bytes one at a time, run into the deadline', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t, { stallMs: 200 });
  const sample = sampleOf(hasher, SIZE);
  const path = await partFile('x', SIZE);
  const slowly = async ({ socket }: RawRequest, text: string): Promise<void> => {
    for (let at = 0; !socket.destroyed; at++) {
      socket.write(text[at % text.length] ?? '');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const silent = await source(() => undefined);
  const slowHead = await source((request) => slowly(request, headOf(request, SIZE)));
  const slowBody = await source((request) => {
    request.socket.write(headOf(request, SIZE));
    return slowly(request, 'x');
  });
  const halfway = await source((request) => {
    request.socket.write(headOf(request, SIZE));
    request.socket.write(sample.bytes.subarray(0, PIECE_SIZE));
  });
  for (const from of [silent, slowHead, slowBody, halfway]) {
    const runs = [worker.run(runOf(from, sample, path)), worker.run(runOf(from, sample, path))];
    assert.deepEqual(await Promise.all(runs.map(codeOf)), ['timeout', 'timeout']);
  }
});

test('a server that accepts and never speaks TLS runs into the deadline', async (t) => {
  const { hasher, worker, partFile, runOf } = await receiveFixture(t, { dialTimeoutMs: 100 });
  const sample = sampleOf(hasher, SIZE);
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const from = { address, requests: [], connections: [] };
  assert.equal(await codeOf(worker.run(runOf(from, sample, await partFile('x', SIZE)))), 'timeout');
});

test('somebody else at the address gets no request', async (t) => {
  const { hasher, ours, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const from = await source((request) => answerWell(request, sample.bytes));
  const path = await partFile('x', SIZE);
  assert.equal(await codeOf(worker.run(runOf(from, sample, path, { peer: ours.peer }))), 'wrong-peer');
  assert.deepEqual(from.requests, []);
});

test('nobody at the address is unreachable, for all runs at once', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const path = await partFile('x', SIZE);
  const from = { ...(await source(() => undefined)), address: { host: '127.0.0.1', port: 1 } };
  const runs = [worker.run(runOf(from, sample, path)), worker.run(runOf(from, sample, path))];
  assert.deepEqual(await Promise.all(runs.map(codeOf)), ['unreachable', 'unreachable']);
});

test('each refusal keeps its meaning, and the connection its use', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, 100);
  const refusals = [
    [404, 'not-found', {}],
    [409, 'range-not-held', { version: 7 }],
    [410, 'content-changed', {}],
    [429, 'busy', { position: 3, retryAfter: 2 }],
  ] as const;
  let answered = 0;
  const from = await source((request) => {
    const refusal = refusals[answered++];
    if (refusal === undefined) return answerWell(request, sample.bytes);
    const body = JSON.stringify(errorBody(new AyniError(refusal[1], 'No.', { context: refusal[2] })));
    request.socket.write(
      `HTTP/1.1 ${refusal[0]} No\r\nRetry-After: 2\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
  const runs = [...refusals, undefined].map((_, index) =>
    worker.run(runOf(from, sample, `${folder}/${index}`, { create: { mode: 0o644 } })),
  );
  for (const [status, code, context] of refusals) {
    const error = await failureOf(runs.shift() ?? Promise.resolve());
    assert.equal(error?.code, code);
    assert.equal(error.message, 'No.');
    assert.equal(error.context['status'], status);
    for (const [name, value] of Object.entries(context)) assert.equal(error.context[name], value);
  }
  assert.equal(await codeOf(runs[0] ?? Promise.reject(new Error('none'))), undefined);
  assert.equal(from.connections.length, 1);
});

test('a refused credential, or a server that is full, ends all runs of that source', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const path = await partFile('x', SIZE);
  for (const [status, code] of [
    [401, 'unauthenticated'],
    [503, 'too-many-connections'],
  ] as const) {
    const from = await source(({ socket }) => {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    });
    const runs = [1, 2, 3].map(() => worker.run(runOf(from, sample, path)));
    assert.deepEqual(await Promise.all(runs.map(codeOf)), [code, code, code]);
    assert.equal(from.requests.length, 1);
  }
});

test('a failing run disturbs neither another source nor what else its own was asked for', async (t) => {
  const { hasher, worker, source, folder, partFile, runOf } = await receiveFixture(t);
  const large = sampleOf(hasher, SIZE);
  const small = sampleOf(hasher, 100);
  const bad = await source((request) => {
    if (request.path.endsWith(small.content)) answerWell(request, small.bytes);
    else answerWell(request, Buffer.alloc(SIZE));
  });
  const good = await source((request) => answerWell(request, large.bytes));
  const smallRun = (name: string) => runOf(bad, small, `${folder}/${name}`, { create: { mode: 0o644 } });
  const before = worker.run(smallRun('before'));
  const failing = worker.run(runOf(bad, large, await partFile('bad', SIZE)));
  const behind = worker.run(smallRun('behind'));
  const elsewhere = worker.run(runOf(good, large, await partFile('good', SIZE)));
  assert.equal(await codeOf(failing), 'corrupt-piece');
  for (const run of [before, behind, elsewhere]) assert.equal(await codeOf(run), undefined);
  assert.ok((await readFile(`${folder}/good`)).equals(large.bytes));
  assert.ok((await readFile(`${folder}/behind`)).equals(small.bytes));
});

test('a kept connection that closes just as it is used is made again without a failure', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, 100);
  const used = new Set<object>();
  const from = await source((request) => {
    if (used.has(request.socket)) request.socket.destroy();
    else answerWell(request, sample.bytes);
    used.add(request.socket);
  });
  for (const name of ['a', 'b', 'c']) {
    await worker.run(runOf(from, sample, `${folder}/${name}`, { create: { mode: 0o644 } }));
  }
  assert.equal(from.connections.length, 3);
});

test('bytes that nobody asked for end the connection, not the next run', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, 100);
  const from = await source((request) => {
    answerWell(request, sample.bytes);
    if (from.requests.length === 1) request.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n');
  });
  await worker.run(runOf(from, sample, `${folder}/a`, { create: { mode: 0o644 } }));
  const [first] = from.connections;
  assert.ok(first);
  if (!first.destroyed) await once(first, 'close');
  await worker.run(runOf(from, sample, `${folder}/b`, { create: { mode: 0o644 } }));
  assert.equal(from.connections.length, 2);
});
