import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { AyniError } from '../../src/core/errors.ts';
import type { BridgeOptions } from '../../src/peer/flat/bridge/bridge.ts';
import { bridgingPeer, readAll } from '../support/bridging-peer.ts';
import { ForeignPeers, partsOf, stalling, type ForeignBehaviour } from '../support/foreign-peers.ts';
import { bytesOf, StandInTracker } from './download-network.ts';
import { oddSource, type Misbehaviour } from './download-sources.ts';

const LIMITS = { stallMs: 1_500, graceMs: 0, foreign: { headMs: 500, stallMs: 500 }, receive: { stallMs: 500 } };
const SIZE = 700_000;
const right = bytesOf(SIZE);
const md5 = createHash('md5').update(right).digest('hex');
const holder = { dialect: 'slots', host: '127.0.0.1', port: 1, name: 'film' } as const;

const FOREIGN_LIES: Readonly<Record<string, ForeignBehaviour>> = {
  'sends other bytes than its MD5': { chunks: [bytesOf(SIZE, 2)], size: SIZE },
  'sends less than it says': { chunks: partsOf(right).slice(1), size: SIZE },
  'sends more than it says': { chunks: [right, right], size: SIZE },
  'stops in the middle': { chunks: () => stalling(right.subarray(0, 400_000)), size: SIZE },
  'never answers': { chunks: [], silent: true },
  'has no such file': { chunks: [], error: new AyniError('not-found', 'No.') },
};

for (const [what, behaviour] of Object.entries(FOREIGN_LIES)) {
  test(`a bridge gives nothing on of a foreign peer that ${what}`, { timeout: 60_000 }, async (t) => {
    const slots = new ForeignPeers();
    slots.put(1, 'film', behaviour);
    const { network, shareFor, downloads, folder } = await bridgingPeer(t, new StandInTracker(), {
      ...LIMITS,
      peers: { slots },
    });
    network.files.push({ name: 'film', size: SIZE, md5, foreign: [holder] });
    await assertNothing(readAll(shareFor('p4'), 'film'));
    assert.deepEqual([...downloads.library.fetched()], []);
    await Promise.all(downloads.service.jobs().map(({ id }) => downloads.service.wait(id)));
    assert.deepEqual(await readdir(folder), []);
    slots.put(1, 'film', right);
    const read = await readAll(shareFor('p4'), 'film');
    assert.ok(read?.equals(right), 'it is asked again');
  });
}

/** Neither a byte nor a wait without end: there is no such file, or the answer is cut off. */
async function assertNothing(reading: Promise<Buffer | undefined>): Promise<void> {
  const read = await reading.catch((error: unknown) => {
    assert.ok(AyniError.is(error, 'cut-off'), String(error));
    return undefined;
  });
  assert.ok(read === undefined, 'something was given on');
}

async function oddNetwork(t: TestContext, misbehaviour: Misbehaviour, limits: Partial<BridgeOptions> = {}) {
  const tracker = new StandInTracker();
  const bytes = bytesOf(6 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes, misbehaviour);
  const entry = { kind: 'file', path: 's/film', content: source.content, size: bytes.length } as const;
  tracker.trees.set(source.peer, [{ kind: 'share', path: 's', audience: EVERYONE }, entry]);
  const peer = await bridgingPeer(t, tracker, { ...LIMITS, ...limits });
  peer.network.files.push({ name: 'film', size: bytes.length, content: source.content });
  return { ...peer, tracker, source, bytes };
}

test('a bridge never gives on a piece that is wrong', { timeout: 60_000 }, async (t) => {
  const { shareFor, bytes } = await oddNetwork(t, { wrongPiece: 3 });
  await using file = await shareFor('helo').open('film', { signal: AbortSignal.timeout(50_000) });
  assert.ok(file);
  const buffer = Buffer.alloc(PIECE_SIZE);
  let position = 0;
  await assert.rejects(
    async () => {
      for (;;) {
        const count = await file.read(buffer, position);
        assert.ok(buffer.subarray(0, count).equals(bytes.subarray(position, position + count)));
        position += count;
      }
    },
    (error) => AyniError.is(error, 'cut-off'),
  );
  assert.ok(position <= 3 * PIECE_SIZE);
});

test(
  'a bridge cuts off where its source has no more, and serves whoever asks later',
  { timeout: 60_000 },
  async (t) => {
    const { shareFor, tracker, bytes } = await oddNetwork(t, { holds: [0, 1, 2] });
    await using file = await shareFor('helo').open('film', { signal: AbortSignal.timeout(50_000) });
    assert.ok(file);
    const buffer = Buffer.alloc(PIECE_SIZE);
    assert.ok((await file.read(buffer, 2 * PIECE_SIZE)) > 0);
    await assert.rejects(file.read(buffer, 3 * PIECE_SIZE), (error) => AyniError.is(error, 'cut-off'));
    await oddSource(t, tracker, bytes, {}, 'whole');
    const read = await readAll(shareFor('helo'), 'film');
    assert.ok(read?.equals(bytes));
  },
);

test('a bridge cuts off where its source stalls', { timeout: 60_000 }, async (t) => {
  const { shareFor } = await oddNetwork(t, { stallAfter: 1000 });
  await assertNothing(readAll(shareFor('helo'), 'film'));
});

test('a reader that leaves in the middle of a wait disturbs no other', { timeout: 60_000 }, async (t) => {
  const { shareFor, tracker, bytes } = await oddNetwork(t, { holds: [0, 1] }, { stallMs: 30_000 });
  const share = shareFor('helo');
  const signal = AbortSignal.timeout(50_000);
  await using one = await share.open('film', { signal });
  await using other = await share.open('film', { signal });
  await using third = await share.open('film', { signal });
  assert.ok(one && other && third);
  const buffer = Buffer.alloc(PIECE_SIZE);
  const waiting = one.read(buffer, 4 * PIECE_SIZE);
  const abort = new AbortController();
  const aborted = assert.rejects(other.read(Buffer.alloc(10), 5 * PIECE_SIZE, { signal: abort.signal }));
  abort.abort();
  await aborted;
  const closed = assert.rejects(third.read(Buffer.alloc(10), 5 * PIECE_SIZE));
  await third[Symbol.asyncDispose]();
  await closed;
  await oddSource(t, tracker, bytes, {}, 'whole');
  const count = await waiting;
  assert.ok(count > 0 && buffer.subarray(0, count).equals(bytes.subarray(4 * PIECE_SIZE, 4 * PIECE_SIZE + count)));
});

test('refuses more files at once than it can fetch, in words that say so', { timeout: 60_000 }, async (t) => {
  const slots = new ForeignPeers();
  const { network, shareFor } = await bridgingPeer(t, new StandInTracker(), { ...LIMITS, peers: { slots } });
  for (let i = 0; i < 20; i++) {
    slots.put(1, `f${i}`, { chunks: [], silent: true });
    network.files.push({ name: `f${i}`, size: 5, foreign: [{ ...holder, name: `f${i}` }] });
  }
  const signal = AbortSignal.timeout(50_000);
  const opened = await Promise.allSettled(network.files.map(({ name }) => shareFor('p4').open(name, { signal })));
  const codes = opened.map((one) => (one.status === 'rejected' ? AyniError.from(one.reason).code : one.value));
  assert.equal(codes.filter((code) => code === 'busy').length, 4);
  assert.ok(codes.every((code) => code === 'busy' || code === 'cut-off' || code === undefined));
});
