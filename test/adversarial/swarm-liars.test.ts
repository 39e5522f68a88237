import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { bytesOf, downloader, idOf, StandInTracker, until } from './download-network.ts';
import { oddSource, type Misbehaviour } from './download-sources.ts';

const PIECES = 40;
const bytes = bytesOf(PIECES * PIECE_SIZE);
/** So that a test need not wait long for those who say nothing; an honest source on a slow machine says something. */
const IMPATIENT = { receive: { stallMs: 3000 } };
const WAIT = { timeout: 60_000 };

/** Pieces from one to before another. */
function range(from: number, to: number, step = 1): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
}

const liars: Record<string, Misbehaviour> = {
  'claims pieces that it lacks': { holds: range(0, 10), claims: 'all' },
  'claims all and has nothing': { holds: [], claims: 'all' },
  'has the same few whenever it is to tell of more': { holds: range(0, 10), tells: true },
  'takes back what it claimed': { backwards: 'pieces' },
  'tells an older bitfield than before': { backwards: 'version' },
  'sends the right length of wrong bytes': { wrongPiece: 'every' },
  'stalls in the middle of a piece': { stallAfter: 0.5 * PIECE_SIZE },
  'accepts and says nothing': { silent: true },
  'sends one byte at a time': { dripMs: 100 },
  'closes the connection after each piece': { closeAfterPiece: true },
  'hands out the same piece again and again': { next: 'again' },
};

for (const [what, misbehaviour] of Object.entries(liars)) {
  test(`is done by a good source and one that ${what}`, WAIT, async (t) => {
    const tracker = new StandInTracker();
    // Slow enough that one is not enough for long.
    const odd = await oddSource(t, tracker, bytes, { delayMs: 30, ...misbehaviour });
    const good = await oddSource(t, tracker, bytes, { delayMs: 30 }, 'good');
    const { service, folder } = await downloader(t, tracker, IMPATIENT);
    const job = await service.add({ target: { kind: 'content', content: odd.content, size: bytes.length, name: 'x' } });
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason], ['done', undefined]);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
    assert.deepEqual(await readdir(folder), ['x']);
    assert.ok(good.sent > 0);
    assert.ok(odd.requests <= 2 * PIECES, `it was asked ${odd.requests} times`);
    assert.ok(odd.told <= PIECES / 2, `it told ${odd.told} times what it has`);
  });
}

test('is done by two sources that lie and one that does not, and leaves the liars', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const liar = await oddSource(t, tracker, bytes, { wrongPiece: 'every' }, 'liar');
  const other = await oddSource(t, tracker, bytes, { wrongPiece: 3 }, 'other liar');
  const good = await oddSource(t, tracker, bytes, { delayMs: 10 }, 'good');
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content: good.content, size: bytes.length, name: 'x' } });
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
  // What was asked before the lie was seen, and no more.
  assert.ok(liar.requests <= 4, `it was asked ${liar.requests} times`);
  assert.ok(liar.sent + other.sent < 2 * bytes.length);
  assert.ok(tracker.reported.includes(liar.peer) && !tracker.reported.includes(good.peer));
  assert.equal(new Set(tracker.reported).size, tracker.reported.length);
});

test('says so and waits when all sources lie, and keeps what was right', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const content = idOf(bytes);
  for (const name of ['one', 'two', 'three']) {
    await oddSource(t, tracker, bytes, { wrongPiece: 20, delayMs: 5 }, name);
  }
  const { service, library, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content, size: bytes.length, name: 'x' } });
  const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.equal(waiting.reason?.code, 'no-sources');
  assert.match(waiting.reason?.message ?? '', /^[^\n]+$/);
  assert.ok(waiting.bytesDone > 0 && waiting.bytesDone < bytes.length);
  assert.equal(library.find(content), undefined);
  const good = await oddSource(t, tracker, bytes, {}, 'good');
  await service.resume(job.id);
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
  assert.ok(good.sent <= bytes.length - waiting.bytesDone, 'what was right is not fetched again');
});

test('puts a file together from sources that each have a part', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const even = await oddSource(t, tracker, bytes, { holds: range(0, PIECES, 2) }, 'even');
  const odd = await oddSource(t, tracker, bytes, { holds: range(1, PIECES, 2) }, 'odd');
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content: even.content, size: bytes.length, name: 'x' } });
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
  assert.equal(even.sent, bytes.length / 2);
  assert.equal(odd.sent, bytes.length / 2);
});

test('fetches what a source has by now, as its part grows', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const source = await oddSource(t, tracker, bytes, { holds: range(0, 10) });
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  });
  await until(service, job.id, ({ bytesDone }) => bytesDone === 10 * PIECE_SIZE);
  source.behave({ holds: range(0, 25) });
  await until(service, job.id, ({ bytesDone }) => bytesDone === 25 * PIECE_SIZE);
  source.behave({});
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
  assert.equal(source.sent, bytes.length);
});

test('keeps what it has while nobody has the rest, and goes on when somebody does', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const half = await oddSource(t, tracker, bytes, { holds: range(0, PIECES / 2) }, 'half');
  const { service } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content: half.content, size: bytes.length, name: 'x' } });
  const before = await until(service, job.id, ({ bytesDone }) => bytesDone === bytes.length / 2);
  assert.ok(before.state === 'running' || before.state === 'waiting');
  const rest = await oddSource(t, tracker, bytes, { holds: range(PIECES / 2, PIECES) }, 'rest');
  service.wake();
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.equal(rest.sent, bytes.length / 2);
});
