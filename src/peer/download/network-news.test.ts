import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { SILENT } from '../../core/log.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import { NetworkNews } from './network-news.ts';

const event = (id: number, kind: SwarmEvent['kind']): SwarmEvent => ({ id, at: 0, kind });

/** A tracker whose streams hold these events and then stay open until nobody reads. */
function telling(events: readonly SwarmEvent[]) {
  const asked: { readonly after: number; readonly signal: AbortSignal | undefined }[] = [];
  async function* stream({ after }: { readonly after: number }, { signal }: { signal?: AbortSignal } = {}) {
    asked.push({ after, signal });
    yield* events;
    if (signal?.aborted === false) await once(signal, 'abort');
  }
  return { asked, events: stream };
}

test('tells of who comes and what is published, and of nothing else', async () => {
  const tracker = telling([event(1, 'offline'), event(2, 'joined'), event(3, 'online'), event(4, 'published')]);
  const { promise: twice, resolve } = Promise.withResolvers<void>();
  let heard = 0;
  const news = new NetworkNews({ tracker, log: SILENT }, () => {
    heard++;
    if (heard === 2) resolve();
  });
  news.wanted(true);
  news.wanted(true);
  await twice;
  assert.equal(heard, 2);
  assert.equal(tracker.asked.length, 1);
  assert.equal(tracker.asked[0]?.after, -1);
  await news.stop();
});

test('asks for nothing while nobody waits, and stops when nobody has waited for a while', async () => {
  const tracker = telling([]);
  const news = new NetworkNews({ tracker, log: SILENT }, () => assert.fail('There was no news.'), { lingerMs: 1 });
  news.wanted(false);
  assert.equal(tracker.asked.length, 0);
  news.wanted(true);
  news.wanted(false);
  news.wanted(true);
  await delay(20);
  assert.equal(tracker.asked[0]?.signal?.aborted, false);
  news.wanted(false);
  await delay(20);
  assert.equal(tracker.asked[0]?.signal?.aborted, true);
  news.wanted(true);
  assert.equal(tracker.asked.length, 2);
  await news.stop();
});

test('a tracker that knows no events, or ends them, does no harm', async () => {
  const events = () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no such thing')) }) });
  const news = new NetworkNews({ tracker: { events }, log: SILENT }, () => assert.fail('There was no news.'));
  news.wanted(true);
  await new Promise((resolve) => setImmediate(resolve));
  await news.stop();
});
