import assert from 'node:assert/strict';
import { test } from 'node:test';

import { StandInTracker } from '../../../../test/adversarial/download-network.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import type { Clock } from '../../../core/clock.ts';
import { contentIdOfHash, peerIdOf, type ContentId } from '../../../core/ids.ts';
import { AyniError } from '../../../core/errors.ts';
import { SILENT } from '../../../core/log.ts';
import { systemClock } from '../../../platform/clock.ts';
import { JobSources } from './job-sources.ts';

const self = peerIdOf(new Uint8Array(32).fill(9));
const [one, two] = [1, 2].map((seed) => peerIdOf(new Uint8Array(32).fill(seed)));
const { signal } = new AbortController();

/** Files of a job, each with another content. */
function filesOf(count: number): { readonly content: ContentId; readonly number: number }[] {
  return Array.from({ length: count }, (_, number) => {
    const hash = new Uint8Array(32);
    new DataView(hash.buffer).setUint32(0, number);
    return { content: contentIdOfHash(hash), number };
  });
}

/** Counts what is asked for. */
class CountingTracker extends StandInTracker {
  asked = 0;

  override locate(request: { readonly contents: readonly ContentId[] }): ReturnType<StandInTracker['locate']> {
    this.asked += request.contents.length;
    return super.locate(request);
  }
}

function sourcesOf(tracker: StandInTracker, clock: Clock = systemClock): JobSources {
  return new JobSources({ tracker: tracker.operations, clock, log: SILENT, self });
}

test('of many files with the same sources only a few are looked up', async () => {
  assert.ok(one && two);
  const tracker = new CountingTracker();
  const files = filesOf(1000);
  for (const { content } of files) {
    tracker.addSource(content, one, 'one', 1);
    tracker.addSource(content, two, 'two', 2);
  }
  const sources = sourcesOf(tracker);
  await sources.locateAlike(files, { signal });
  assert.ok(tracker.asked < 30, String(tracker.asked));
  for (const file of files) {
    assert.deepEqual(
      sources
        .awake(file)
        .map(({ peer }) => peer)
        .toSorted(),
      [one, two].toSorted(),
    );
  }
  const believed = files.find((file) => sources.unsure(file));
  assert.ok(believed);
  await sources.locate([believed.content], { signal });
  assert.equal(sources.unsure(believed), false);
});

test('where a few differ, or nobody has them, all are looked up', async () => {
  assert.ok(one && two);
  const files = filesOf(1000);
  const mixed = new CountingTracker();
  for (const [index, { content }] of files.entries()) {
    mixed.addSource(content, one, 'one', 1);
    if (index < 300) mixed.addSource(content, two, 'two', 2);
  }
  for (const tracker of [mixed, new CountingTracker()]) {
    const sources = sourcesOf(tracker);
    await sources.locateAlike(files, { signal });
    assert.equal(tracker.asked, files.length);
    assert.ok(files.every((file) => !sources.unsure(file)));
  }
});

test('the only source of some files is believed to have the next ones, for a second', async () => {
  assert.ok(one && two);
  const clock = new ManualClock();
  const tracker = new CountingTracker();
  const [first, second, third] = [0, 1, 2].map((part) => filesOf(3000).slice(part * 1000, (part + 1) * 1000));
  assert.ok(first && second && third);
  for (const { content } of [...first, ...second, ...third]) tracker.addSource(content, one, 'one', 1);
  const sources = sourcesOf(tracker, clock);
  await sources.locateAlike(first, { signal });
  const { asked } = tracker;
  await sources.locateAlike(second, { signal });
  assert.equal(tracker.asked, asked);
  assert.ok(second.every((file) => sources.awake(file).length === 1 && sources.unsure(file)));
  for (const { content } of third) tracker.addSource(content, two, 'two', 2);
  clock.advance(2000);
  for (const part of [third, third]) {
    const before = tracker.asked;
    await sources.locateAlike(part, { signal });
    assert.ok(tracker.asked > before);
    assert.ok(part.every((file) => sources.awake(file).length === 2));
  }
});

test('a few files are looked up one by one, and a tracker that is away changes nothing', async () => {
  assert.ok(one);
  const tracker = new CountingTracker();
  const files = filesOf(20);
  for (const { content } of files) tracker.addSource(content, one, 'one', 1);
  const sources = sourcesOf(tracker);
  await sources.locateAlike(files, { signal });
  assert.equal(tracker.asked, 20);
  tracker.away = true;
  await sources.locateAlike(filesOf(500), { signal });
  assert.ok(sources.lookupFault instanceof AyniError);
  assert.deepEqual(
    files.map((file) => sources.awake(file).length),
    files.map(() => 1),
  );
});
