import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ErrorCode } from '../../src/core/errors.ts';
import { ForeignPeers, partsOf, stalling, type ForeignBehaviour } from '../support/foreign-peers.ts';
import { bytesOf, downloader, StandInTracker, until } from './download-network.ts';

const SIZE = 700_000;
const right = bytesOf(SIZE);
const md5 = createHash('md5').update(right).digest('hex');
const LIMITS = { headMs: 300, stallMs: 300 };
const good = { kind: 'foreign', dialect: 'slots', host: '127.0.0.1', port: 1, name: 'film' } as const;

/** Strange in a way that no good client of a dialect should let through, but which must do no harm. */
async function* throwing(): AsyncGenerator<Uint8Array> {
  yield right.subarray(0, 1000);
  throw new TypeError('a bug in the client');
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    yield right;
  }
}

interface Lie extends ForeignBehaviour {
  /** What is known of the file from the catalog. */
  readonly known: { readonly size?: number; readonly md5?: string };
  readonly code: ErrorCode;
  /** Whether the job waits and asks again, or is over. */
  readonly waits: boolean;
}

const other = bytesOf(SIZE, 2);
const LIES: Readonly<Record<string, Lie>> = {
  'sends other bytes than its MD5': {
    chunks: [other],
    size: SIZE,
    known: { md5 },
    code: 'corrupt-piece',
    waits: false,
  },
  'says another size than the catalog': {
    chunks: [right],
    size: SIZE + 1,
    known: { size: SIZE },
    code: 'content-changed',
    waits: false,
  },
  'sends more than it says': {
    chunks: [right, right],
    size: SIZE,
    known: {},
    code: 'content-changed',
    waits: false,
  },
  'sends more in one part than it says': {
    chunks: [Buffer.concat([right, right])],
    size: SIZE,
    known: {},
    code: 'content-changed',
    waits: false,
  },
  'sends less than it says': { chunks: partsOf(right).slice(1), size: SIZE, known: {}, code: 'cut-off', waits: true },
  'sends less than the catalog says, in a dialect without an end': {
    chunks: partsOf(right).slice(1),
    endIsKnown: false,
    known: { size: SIZE },
    code: 'cut-off',
    waits: true,
  },
  'sends without end, though the catalog knows the size': {
    chunks: endless,
    known: { size: SIZE },
    code: 'content-changed',
    waits: false,
  },
  'stops in the middle': {
    chunks: () => stalling(right.subarray(0, 400_000)),
    size: SIZE,
    known: {},
    code: 'timeout',
    waits: true,
  },
  'never answers': { chunks: [], silent: true, known: {}, code: 'timeout', waits: true },
  'says a size that no file has': { chunks: [right], size: -5, known: {}, code: 'bad-answer', waits: true },
  'breaks its client': { chunks: throwing, known: {}, code: 'bad-answer', waits: true },
};

for (const [what, { known, code, waits, ...behaviour }] of Object.entries(LIES)) {
  test(`keeps nothing of a foreign peer that ${what}`, { timeout: 60_000 }, async (t) => {
    const slots = new ForeignPeers();
    slots.put(1, 'film', behaviour);
    const { service, library, folder } = await downloader(t, new StandInTracker(), {
      peers: { slots },
      foreign: LIMITS,
    });
    const { id } = await service.add({ target: { ...good, ...known } });
    const job = await (waits
      ? until(service, id, ({ state, reason }) => state === 'waiting' && reason !== undefined)
      : service.wait(id));
    assert.deepEqual([job.state, job.reason?.code], [waits ? 'waiting' : 'failed', code]);
    assert.deepEqual(await readdir(folder), []);
    assert.deepEqual([...library.fetched()], []);
    if (waits) await service.cancel(id);
    assert.equal(slots.open, 0, 'its connection is let go');
  });

  test(`fetches from the next holder after one that ${what}`, { timeout: 60_000 }, async (t) => {
    const slots = new ForeignPeers();
    slots.put(1, 'film', behaviour);
    slots.put(2, 'film', right);
    const { service, folder } = await downloader(t, new StandInTracker(), { peers: { slots }, foreign: LIMITS });
    const target = { ...good, ...known, also: [{ ...good, port: 2 }] };
    const done = await service.wait((await service.add({ target })).id);
    assert.deepEqual([done.state, done.reason, done.skipped], ['done', undefined, []]);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, 'film'))), right);
    assert.deepEqual(await readdir(folder), ['film']);
  });
}

test(
  'a file is whole when all its bytes came, though its peer keeps the connection',
  { timeout: 60_000 },
  async (t) => {
    const slots = new ForeignPeers();
    slots.put(1, 'film', { chunks: () => stalling(right), endIsKnown: false });
    const { service } = await downloader(t, new StandInTracker(), { peers: { slots } });
    const done = await service.wait((await service.add({ target: { ...good, size: SIZE } })).id);
    assert.deepEqual([done.state, done.skipped], ['done', []]);
  },
);

test('does not wait for a client that never lets go', { timeout: 60_000 }, async (t) => {
  const peers = new ForeignPeers();
  peers.put(1, 'film', right);
  const hanging = {
    fetch: async (...asked: Parameters<ForeignPeers['fetch']>) => ({
      ...(await peers.fetch(...asked)),
      [Symbol.asyncDispose]: () => new Promise<void>(() => undefined),
    }),
  };
  const { service, folder } = await downloader(t, new StandInTracker(), { peers: { slots: hanging } });
  const done = await service.wait((await service.add({ target: good })).id);
  assert.equal(done.state, 'done');
  assert.ok(existsSync(join(folder, 'film')));
});
