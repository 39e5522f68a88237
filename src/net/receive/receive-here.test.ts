import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { answerWell, sampleOf } from '../../../test/adversarial/receive-source.ts';
import { codeOf, receiveFixture } from '../../../test/adversarial/receive-fixture.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { Pace } from '../../core/transfer/pace.ts';
import { monotonicNs } from '../../platform/monotonic.ts';
import { ReceiveHere } from './receive-here.ts';

test('whoever is told of a piece may cancel the next run on its connection', async (t) => {
  const { hasher, ours, source, partFile, runOf } = await receiveFixture(t);
  const here = new ReceiveHere({ identity: ours, hasher, pace: new Pace(monotonicNs) });
  t.after(() => here.stop());
  const sample = sampleOf(hasher, 3 * PIECE_SIZE);
  const from = await source((request) => answerWell(request, sample.bytes));
  const path = await partFile('pieces', 3 * PIECE_SIZE);
  const piece = (first: number) =>
    runOf(from, sample, path, { first, count: 1, hashes: sample.hashes.slice(first * 32, (first + 1) * 32) });
  const ends = new AbortController();
  const runs = [
    here.run(piece(0), { onPieces: () => ends.abort() }),
    here.run(piece(1), { signal: ends.signal }),
    here.run(piece(2)),
  ];
  assert.deepEqual(await Promise.all(runs.map(codeOf)), [undefined, 'cancelled', undefined]);
  const expected = Buffer.from(sample.bytes).fill(0, PIECE_SIZE, 2 * PIECE_SIZE);
  assert.ok((await readFile(path)).equals(expected));
});

test('stopping ends what runs, and a run after that is refused', async (t) => {
  const { hasher, ours, source, partFile, runOf } = await receiveFixture(t);
  const here = new ReceiveHere({ identity: ours, hasher, pace: new Pace(monotonicNs) });
  const sample = sampleOf(hasher, PIECE_SIZE);
  const asked = Promise.withResolvers<undefined>();
  const from = await source(() => asked.resolve(undefined));
  const run = runOf(from, sample, await partFile('silent', PIECE_SIZE));
  const running = codeOf(here.run(run));
  await asked.promise;
  here.stop();
  assert.equal(await running, 'cancelled');
  assert.equal(await codeOf(here.run(run)), 'cancelled');
});

test('hashes and bitfields come on the connection of the pieces, and refusals leave it sound', async (t) => {
  const { hasher, ours, source, partFile, runOf } = await receiveFixture(t);
  const here = new ReceiveHere({ identity: ours, hasher, pace: new Pace(monotonicNs) });
  t.after(() => here.stop());
  const sample = sampleOf(hasher, 3 * PIECE_SIZE);
  const heads: string[] = [];
  const from = await source((request) => {
    if (request.path === `/v1/content/${sample.content}`) return answerWell(request, sample.bytes);
    heads.push(
      `${request.headers.split(' ')[0]} ${request.path} ${/\r\nPrefer: (\S+)/.exec(request.headers)?.[1] ?? ''}`,
    );
    const [status, body] = request.path === '/none' ? ['404 Not Found', '{}'] : ['200 OK', 'x'.repeat(1000)];
    request.socket.write(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
  const run = runOf(from, sample, await partFile('pieces', 3 * PIECE_SIZE));
  const { peer, credential } = run;
  const asking = { source: from.address, peer, credential, maxBytes: 1000 };
  const pieces = here.run(run);
  const body = await here.body({ ...asking, target: '/some' });
  assert.equal(Buffer.from(body).toString(), 'x'.repeat(1000));
  assert.equal(await codeOf(here.body({ ...asking, target: '/none' })), 'not-found');
  await here.body({ ...asking, target: '/wait', waitS: 2, body: new Uint8Array(0) });
  await pieces;
  assert.deepEqual(heads, ['GET /some ', 'GET /none ', 'POST /wait wait=2']);
  assert.equal(from.connections.length, 1);
  assert.equal(await codeOf(here.body({ ...asking, target: '/large', maxBytes: 999 })), 'bad-answer');
});
