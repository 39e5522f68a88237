import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import type { AyniError } from '../../src/core/errors.ts';
import type { BatchGroup, BatchRun } from '../../src/net/receive/batch/batch-run.ts';
import type { ReceiveLimits } from '../../src/net/receive/receive-run.ts';
import { frame, framed } from './batch-frames.ts';
import { failureOf, receiveFixture } from './receive-fixture.ts';
import { sampleOf, type RawRequest, type RawSource, type Sample } from './receive-source.ts';

const COUNT = 5;
const NOTHING = new Uint8Array(0);

/** Five small contents, and where they go. */
async function fixture(t: TestContext, limits: Partial<ReceiveLimits> = {}) {
  const { hasher, worker, source, theirs, folder } = await receiveFixture(t, limits);
  const out = join(folder, 'out');
  await mkdir(out);
  const samples = Array.from({ length: COUNT }, (_, index) => sampleOf(hasher, 1000 + index, index));
  const runOf = (from: RawSource, change: Partial<BatchRun> = {}): BatchRun => ({
    source: from.address,
    peer: theirs.peer,
    credential: 'a.b.c',
    contents: samples.map(({ content, bytes }, index) => ({
      content,
      size: bytes.length,
      path: join(out, `f${index}`),
      mode: 0o600,
      mtime: 1_600_000_000_500,
    })),
    stat: true,
    ...change,
  });
  /** Runs one batch against a source that answers so. */
  const against = async (answer: (request: RawRequest) => void | Promise<void>, change: Partial<BatchRun> = {}) => {
    const from = await source(answer);
    const groups: BatchGroup[] = [];
    const error = await failureOf(worker.batch(runOf(from, change), { onGroup: (group) => groups.push(group) }));
    return {
      from,
      error,
      whole: groups.flatMap(({ whole }) => [...whole]),
      refused: groups.flatMap(({ refused }) => refused),
      groups,
      files: (await readdir(out)).toSorted(),
    };
  };
  return { samples, out, worker, source, runOf, against };
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `f${index}`);
const good = (samples: readonly Sample[]): Buffer[] => samples.map(({ bytes }) => frame(bytes));

test('a batch arrives with one request, each file with its bytes, mode and time, and all of it is told', async (t) => {
  const { samples, out, against } = await fixture(t);
  const lists: string[] = [];
  const { from, error, whole, groups } = await against(({ body, socket }) => {
    lists.push(body);
    socket.write(framed(good(samples)));
  });
  assert.equal(error, undefined);
  assert.deepEqual(from.requests, ['/v1/contents']);
  assert.deepEqual(lists, [samples.map(({ content }) => `${content}\n`).join('')]);
  assert.deepEqual(whole, [0, 1, 2, 3, 4]);
  const [group] = groups;
  assert.deepEqual(Buffer.from(group?.hashes ?? NOTHING), Buffer.concat(samples.map(({ hashes }) => hashes)));
  for (const [index, { bytes }] of samples.entries()) {
    const path = join(out, `f${index}`);
    assert.ok((await readFile(path)).equals(bytes));
    const { mtimeNs, ino, mode } = await stat(path, { bigint: true });
    assert.equal(group?.mtimesNs[index], mtimeNs);
    assert.equal(group.inodes[index], ino);
    assert.equal(mtimeNs, 1_600_000_000_500_000_000n);
    if (process.platform !== 'win32') assert.equal(Number(mode) & 0o777, 0o600);
  }
});

test('an answer that comes byte by byte is the same', async (t) => {
  const { samples, against } = await fixture(t);
  const { error, whole } = await against(async ({ socket }) => {
    const answer = framed(good(samples));
    for (let at = 0; at < answer.length; at += 7) {
      await new Promise((resolve) => socket.write(answer.subarray(at, at + 7), resolve));
    }
  });
  assert.equal(error, undefined);
  assert.deepEqual(whole, [0, 1, 2, 3, 4]);
});

test('contents that the source lacks, that changed or that it left out are told, and the others are written', async (t) => {
  const { samples, against } = await fixture(t);
  const { error, whole, refused, files } = await against(({ socket }) => {
    const frames = good(samples);
    frames[0] = frame(NOTHING, 'missing');
    frames[2] = frame(NOTHING, 'changed');
    frames[3] = frame(NOTHING, 'left');
    socket.write(framed(frames));
  });
  assert.equal(error, undefined);
  assert.deepEqual(whole, [1, 4]);
  assert.deepEqual(files, ['f1', 'f4']);
  assert.deepEqual(refused, [
    { index: 0, code: 'not-found' },
    { index: 2, code: 'content-changed' },
    { index: 3, code: 'too-large' },
  ]);
});

test('a content of another size than was told is not written, and the ones after it are', async (t) => {
  const { samples, against } = await fixture(t);
  const { error, whole, refused } = await against(({ socket }) => {
    const frames = good(samples);
    frames[1] = frame(Buffer.alloc(3000));
    socket.write(framed(frames));
  });
  assert.equal(error, undefined);
  assert.deepEqual(whole, [0, 2, 3, 4]);
  assert.deepEqual(refused, [{ index: 1, code: 'bad-answer' }]);
});

test('a stream that ends early: the contents before it are there, and the next one is named', async (t) => {
  const { samples, against } = await fixture(t);
  const { error, whole, files } = await against(({ socket }) => {
    const answer = framed(good(samples));
    socket.end(answer.subarray(0, answer.length - 1500));
  });
  assert.equal(error?.code, 'cut-off');
  assert.equal(error.context['index'], 3);
  assert.deepEqual(whole, [0, 1, 2]);
  assert.deepEqual(files, names(3));
});

test('wrong bytes in one frame name their content, are not written, and end the connection', async (t) => {
  const { samples, against } = await fixture(t);
  const { error, whole, files, from } = await against(({ socket }) => {
    const frames = good(samples);
    const wrong = frames[2];
    if (wrong !== undefined) wrong[500] = (wrong[500] ?? 0) ^ 1;
    socket.write(framed(frames));
  });
  assert.equal(error?.code, 'corrupt-piece');
  assert.equal(error.context['index'], 2);
  assert.deepEqual(whole, [0, 1]);
  assert.deepEqual(files, names(2));
  const [connection] = from.connections;
  if (connection?.destroyed === false) await new Promise((resolve) => connection.once('close', resolve));
});

const NONSENSE: Readonly<Record<string, (samples: readonly Sample[]) => Buffer>> = {
  'a frame for what was not asked': (samples) => framed([...good(samples), frame(Buffer.alloc(10))]),
  'a frame that is longer than it says': (samples) => {
    const frames = good(samples);
    frames[1] = frame(Buffer.alloc(1400, 255), 'whole', 1001);
    return framed(frames);
  },
  'an answer that ends before the last frame': (samples) => framed(good(samples.slice(0, 4))),
  'half a frame after the last one': (samples) => framed([...good(samples), Buffer.alloc(2)]),
  'a frame of more than a piece': (samples) => framed([frame(Buffer.alloc(9000), 'whole', 2 ** 31), ...good(samples)]),
  'a status that nobody knows': (samples) => {
    const frames = good(samples);
    if (frames[0] !== undefined) frames[0][0] = 9;
    return framed(frames);
  },
  'a length that no batch has': (samples) => framed(good(samples), 2 ** 40),
  'a part': () => Buffer.from('HTTP/1.1 206 Partial Content\r\nContent-Length: 5000\r\n\r\n'),
};

for (const [what, answer] of Object.entries(NONSENSE)) {
  test(`${what} is a bad answer, and what was right before it stays`, async (t) => {
    const { samples, out, against } = await fixture(t);
    const { error, whole } = await against(({ socket }) => void socket.write(answer(samples)));
    assert.match(error?.code ?? 'none', /^(?:bad-answer|corrupt-piece)$/);
    for (const index of whole)
      assert.ok((await readFile(join(out, `f${index}`))).equals(samples[index]?.bytes ?? NOTHING));
    assert.deepEqual(
      (await readdir(out)).toSorted(),
      whole.map((index) => `f${index}`),
    );
  });
}

test('silence in the middle ends after the deadline; what came before is there', async (t) => {
  const { samples, against } = await fixture(t, { stallMs: 300 });
  const { error, whole } = await against(({ socket }) => {
    const answer = framed(good(samples));
    socket.write(answer.subarray(0, 2500));
  });
  assert.equal(error?.code, 'timeout');
  assert.deepEqual(whole, [0, 1]);
});

test('a file that stands in the way ends the batch, and stays as it is', async (t) => {
  const { samples, out, against } = await fixture(t);
  await writeFile(join(out, 'f3'), 'mine');
  const { error, whole } = await against(({ socket }) => void socket.write(framed(good(samples))));
  assert.equal(error?.code, 'conflict');
  assert.deepEqual(whole, [0, 1, 2]);
  assert.equal(await readFile(join(out, 'f3'), 'utf8'), 'mine');
});

test('a batch that is cancelled in the middle tells first what is there', async (t) => {
  const { samples, worker, source, runOf, out } = await fixture(t);
  const from = await source(({ socket }) => void socket.write(framed(good(samples)).subarray(0, 3500)));
  const end = new AbortController();
  const whole: number[] = [];
  const running = worker.batch(runOf(from), { signal: end.signal, onGroup: (group) => whole.push(...group.whole) });
  const failed: Promise<AyniError | undefined> = failureOf(running);
  while ((await readdir(out)).length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  end.abort();
  assert.equal((await failed)?.code, 'cancelled');
  assert.deepEqual(whole, [0, 1, 2]);
});

test('a refusal is told with its status, names no content of ours, and the connection goes on', async (t) => {
  const { samples, worker, source, runOf } = await fixture(t);
  const body = JSON.stringify({ error: { code: 'busy', message: 'full', context: { position: 3, index: 5 } } });
  const from = await source(({ socket }) => {
    const head = `HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Length: ${body.length}\r\n\r\n`;
    socket.write(from.requests.length === 1 ? `${head}${body}` : framed(good(samples)));
  });
  const error = await failureOf(worker.batch(runOf(from), { onGroup: () => {} }));
  assert.equal(error?.code, 'busy');
  const { status, retryAfter, index } = error.context;
  assert.deepEqual([status, retryAfter, index], [429, 2, 0]);
  const result = await worker.batch(runOf(from), { onGroup: () => {} });
  assert.equal(result.pieces, COUNT);
  assert.equal(from.connections.length, 1);
});

test('what is no batch is refused before anybody is asked', async (t) => {
  const { against } = await fixture(t);
  const none = await against(() => {}, { contents: [] });
  assert.equal(none.error?.code, 'internal');
  assert.deepEqual(none.from.requests, []);
});
