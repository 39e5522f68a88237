import assert from 'node:assert/strict';
import { readdir, readFile, stat, symlink } from 'node:fs/promises';
import { test } from 'node:test';

import { answerWell, sampleOf } from '../../../test/adversarial/receive-source.ts';
import { codeOf, receiveFixture } from '../../../test/adversarial/receive-fixture.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { ReceiveWorker } from './receive-worker.ts';

const SIZE = 5 * PIECE_SIZE + 1234;

test('a run arrives verified and at its place, and every piece is told', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const from = await source((request) => answerWell(request, sample.bytes));
  const path = await partFile('whole', SIZE);
  const told: number[] = [];
  const onPieces = ({ first, count }: { first: number; count: number }): void => {
    for (let piece = first; piece < first + count; piece++) told.push(piece);
  };
  const result = await worker.run(runOf(from, sample, path), { onPieces });
  assert.equal(result.pieces, 6);
  assert.equal(result.bytes, SIZE);
  assert.deepEqual(told, [0, 1, 2, 3, 4, 5]);
  assert.ok((await readFile(path)).equals(sample.bytes));
});

test('runs of a few pieces leave the rest of the file alone', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const from = await source((request) => answerWell(request, sample.bytes));
  const path = await partFile('parts', SIZE);
  const piece = (first: number, count: number) =>
    runOf(from, sample, path, { first, count, hashes: sample.hashes.slice(first * 32, (first + count) * 32) });
  await Promise.all([worker.run(piece(5, 1)), worker.run(piece(1, 2))]);
  const expected = Buffer.alloc(SIZE);
  sample.bytes.copy(expected, PIECE_SIZE, PIECE_SIZE, 3 * PIECE_SIZE);
  sample.bytes.copy(expected, 5 * PIECE_SIZE, 5 * PIECE_SIZE);
  assert.ok((await readFile(path)).equals(expected));
  assert.equal(from.connections.length, 1);
});

test('a run can tell the source what is here, and does not where it is not asked to', async (t) => {
  const { hasher, worker, source, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const told: (string | undefined)[] = [];
  const from = await source((request) => {
    told.push(/\r\nAyni-Bitfield: (\S+)/.exec(request.headers)?.[1]);
    answerWell(request, sample.bytes);
  });
  const path = await partFile('told', SIZE);
  await worker.run(runOf(from, sample, path, { telling: Buffer.from('what is here') }));
  await worker.run(runOf(from, sample, path));
  assert.deepEqual(told, [Buffer.from('what is here').toString('base64'), undefined]);
});

test('a thousand small files come over one connection, without hashes, with their mode', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t);
  const samples = Array.from({ length: 1000 }, (_, index) => sampleOf(hasher, 1 + ((index * 37) % 3000), index));
  const byPath = new Map(samples.map((sample) => [`/v1/content/${sample.content}`, sample.bytes]));
  const from = await source((request) => answerWell(request, byPath.get(request.path) ?? Buffer.alloc(0)));
  await Promise.all(
    samples.map((sample, index) => {
      const { hashes: _, ...run } = runOf(from, sample, `${folder}/small-${index}`, { create: { mode: 0o600 } });
      return worker.run(run);
    }),
  );
  assert.equal(from.connections.length, 1);
  for (const [index, sample] of samples.entries()) {
    assert.ok((await readFile(`${folder}/small-${index}`)).equals(sample.bytes));
  }
  if (process.platform !== 'win32') assert.equal((await stat(`${folder}/small-7`)).mode & 0o777, 0o600);
});

test('an empty content is made without asking anybody', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t);
  const from = await source(() => undefined);
  const empty = sampleOf(hasher, 0);
  const run = runOf(from, empty, `${folder}/empty`, { create: { mode: 0o644 } });
  assert.deepEqual({ ...(await worker.run(run)), ms: 0 }, { pieces: 0, bytes: 0, ms: 0 });
  assert.equal((await stat(`${folder}/empty`)).size, 0);
  const other = { ...run, path: `${folder}/wrong`, content: sampleOf(hasher, 1).content };
  assert.equal(await codeOf(worker.run(other)), 'bad-answer');
  assert.equal(from.connections.length, 0);
});

test('a file that exists is not overwritten, and one that is gone is said', async (t) => {
  const { hasher, worker, source, folder, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, 100);
  const from = await source((request) => answerWell(request, sample.bytes));
  const path = await partFile('mine', 3);
  assert.equal(await codeOf(worker.run(runOf(from, sample, path, { create: { mode: 0o644 } }))), 'conflict');
  assert.equal((await readFile(path)).length, 3);
  assert.equal(await codeOf(worker.run(runOf(from, sample, `${folder}/none`))), 'file-vanished');
});

test('a part file whose place a link took is not written through it', async (t) => {
  const { hasher, worker, source, folder, partFile, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const from = await source((request) => answerWell(request, sample.bytes));
  const precious = await partFile('precious', SIZE);
  const before = await readFile(precious);
  await symlink(precious, `${folder}/part`);
  assert.equal(await codeOf(worker.run(runOf(from, sample, `${folder}/part`))), 'conflict');
  assert.ok((await readFile(precious)).equals(before));
});

test('more sources than connections take turns', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t, { maxConnections: 2 });
  const sample = sampleOf(hasher, 500);
  const sources = await Promise.all(
    Array.from({ length: 6 }, () => source((request) => answerWell(request, sample.bytes))),
  );
  const runs = sources.flatMap((from, index) =>
    [0, 1, 2].map((turn) => runOf(from, sample, `${folder}/${index}-${turn}`, { create: { mode: 0o644 } })),
  );
  const results = await Promise.all(runs.map((run) => worker.run(run)));
  assert.equal(results.length, 18);
  // The others were closed to make room; more than two would stay open for their idle time.
  const open = () => sources.filter(({ connections }) => connections.some(({ destroyed }) => !destroyed));
  while (open().length > 2) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('a connection is closed when nothing was asked for a while, and made again when needed', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t, { idleMs: 50 });
  const sample = sampleOf(hasher, 500);
  const from = await source((request) => answerWell(request, sample.bytes));
  await worker.run(runOf(from, sample, `${folder}/a`, { create: { mode: 0o644 } }));
  const [first] = from.connections;
  assert.ok(first);
  if (!first.destroyed) await new Promise((resolve) => first.once('close', resolve));
  await worker.run(runOf(from, sample, `${folder}/b`, { create: { mode: 0o644 } }));
  assert.equal(from.connections.length, 2);
});

test('cancelling one run leaves the others on its connection alone', async (t) => {
  const { hasher, worker, source, partFile, folder, runOf } = await receiveFixture(t);
  const large = sampleOf(hasher, SIZE);
  const small = sampleOf(hasher, 500);
  const abort = new AbortController();
  const from = await source((request) => {
    if (request.path.endsWith(small.content)) return answerWell(request, small.bytes);
    // Half of it, and the rest never.
    request.socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${SIZE}\r\n\r\n${'x'.repeat(1000)}`, () => abort.abort());
  });
  const path = await partFile('large', SIZE);
  const cancelled = worker.run(runOf(from, large, path), { signal: abort.signal });
  const other = worker.run(runOf(from, small, `${folder}/small`, { create: { mode: 0o644 } }));
  assert.equal(await codeOf(cancelled), 'cancelled');
  assert.equal((await other).pieces, 1);
  assert.equal(await codeOf(worker.run(runOf(from, large, path), { signal: abort.signal })), 'cancelled');
});

test('stopping ends what runs, and a run after that is refused', async (t) => {
  const { ours, hasher, source, folder, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, 500);
  const from = await source(() => undefined);
  const worker = new ReceiveWorker({ identity: ours });
  const running = worker.run(runOf(from, sample, `${folder}/a`, { create: { mode: 0o644 } }));
  const failed = assert.rejects(running, { code: 'cancelled' });
  await worker.stop();
  await failed;
  assert.equal(await codeOf(worker.run(runOf(from, sample, `${folder}/a`))), 'cancelled');
  assert.ok(!(await readdir(folder)).includes('a'));
});

test('what is no run of its content is refused here', async (t) => {
  const { hasher, worker, source, folder, runOf } = await receiveFixture(t);
  const sample = sampleOf(hasher, SIZE);
  const from = await source(() => undefined);
  const good = runOf(from, sample, `${folder}/x`);
  const { hashes: _, ...unverifiable } = good;
  const wrong = [
    { ...good, count: 7 },
    { ...good, first: -1 },
    { ...good, count: 0, hashes: new Uint8Array() },
    { ...good, hashes: sample.hashes.slice(1) },
    { ...good, create: { mode: 0o644 } },
    { ...good, credential: 'a\r\nHost: b' },
    unverifiable,
  ];
  for (const run of wrong) assert.equal(await codeOf(worker.run(run)), 'internal');
  assert.equal(from.connections.length, 0);
});
