import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { peerIdOf } from '../../../core/ids.ts';
import { SILENT } from '../../../core/log.ts';
import type { SwarmEvent } from '../../../core/swarm/swarm-store.ts';
import type { Job } from '../../download/job.ts';
import { ActivityFeed } from './activity-feed.ts';
import { SwarmNews } from './swarm-news.ts';
import { TransferNews } from './transfer-news.ts';

const [SELF, OTHER] = [peerIdOf(new Uint8Array(32)), peerIdOf(new Uint8Array(32).fill(1))];

function job(id: string, state: Job['state']): Job {
  const none = { filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0, bytesReceived: 0, bytesCopied: 0 };
  return { id, name: `job ${id}`, state, ...none, bytesPerSecond: 0, sources: [], renamed: [], skipped: [] };
}

function feedAt(clock: ManualClock): ActivityFeed {
  return new ActivityFeed({ clock }, { onNoted: () => undefined });
}

test('keeps the newest 200, newest first, and tells nothing twice in a minute', () => {
  const clock = new ManualClock();
  const feed = feedAt(clock);
  for (let i = 1; i <= 250; i++) feed.note({ kind: 'download-done', name: String(i) });
  feed.note({ kind: 'download-done', name: '250' });
  assert.equal(feed.newest, 250);
  assert.equal(feed.list().length, 200);
  assert.equal(feed.list()[0]?.name, '250');
  clock.advance(60_000);
  feed.note({ kind: 'download-done', name: '250' });
  assert.equal(feed.newest, 251);
});

test('notes the end of each download once, and the beginning of each upload', () => {
  const feed = feedAt(new ManualClock());
  const news = new TransferNews({ feed });
  for (const state of ['running', 'done', 'done'] as const) news.download(job('1', state));
  for (const state of ['waiting', 'failed'] as const) news.download(job('2', state));
  news.download(job('old', 'done'));
  for (const state of ['running', 'cancelled'] as const) news.download(job('3', state));
  const upload = { peer: OTHER, files: 3, sentBytes: 1, bytesPerSecond: 1, since: 5 };
  news.uploads([upload]);
  news.uploads([upload]);
  assert.deepEqual(
    feed.list().map(({ kind, name }) => [kind, name]),
    [
      ['download-failed', 'job 2'],
      ['download-done', 'job 1'],
      ['upload-begun', undefined],
    ],
  );
});

test('follows the tracker while somebody looks, goes on where it stopped, and tells nothing of itself', async () => {
  const clock = new ManualClock();
  const feed = feedAt(clock);
  const at = clock.now();
  const told: SwarmEvent[] = [
    { id: 1, at: at - 100_000_000, kind: 'online', peer: OTHER },
    { id: 2, at, kind: 'online', peer: SELF },
    { id: 3, at, kind: 'online', peer: OTHER },
    { id: 4, at, kind: 'published', peer: OTHER, share: 'Films' },
  ];
  const asked: number[] = [];
  async function* events(
    { after }: { readonly after: number },
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<SwarmEvent> {
    asked.push(after);
    yield* told.filter(({ id }) => id > after);
    if (signal?.aborted === false) await once(signal, 'abort');
  }
  const peers = async () => [
    {
      peer: OTHER,
      name: 'Ana',
      role: 'member' as const,
      online: true,
      endpoints: [],
      agent: '',
      files: 0,
      bytes: 0,
      seen: 0,
    },
  ];
  const news = new SwarmNews({ tracker: { events, peers }, feed, clock, log: SILENT }, { self: SELF });
  news.wanted(true);
  while (feed.newest < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(
    feed.list().map(({ kind, name }) => [kind, name]),
    [
      ['share-changed', 'Films'],
      ['peer-joined', undefined],
    ],
  );
  assert.equal(news.nameOf(OTHER), 'Ana');
  await news[Symbol.asyncDispose]();
  news.wanted(true);
  await news[Symbol.asyncDispose]();
  assert.deepEqual(asked, [0, 4]);
});
