import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import { Bitfield } from '../../core/content/bitfield.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { contentIdOfHash } from '../../core/ids.ts';
import { PartialContents } from './partial-contents.ts';

const content = contentIdOfHash(new Uint8Array(32).fill(1));

function begin() {
  const clock = new ManualClock(1000);
  const partials = new PartialContents(clock);
  const field = new Bitfield(16);
  const none = () => undefined;
  const of = { content, size: 16 * PIECE_SIZE, path: '/part', audience: EVERYONE, pageHashes: none, pieceHashes: none };
  const add = (serving: { came(): void }, ...pieces: number[]) => {
    for (const piece of pieces) {
      field.set(piece);
      serving.came();
    }
  };
  const told = () => partials.unsent().upsert.map(({ pieces }) => pieces);
  return { clock, partials, field, add, told, serving: partials.begin({ ...of, field }), again: { ...of, field } };
}

test('tells the tracker of the first piece, and then whenever there are twice as many', () => {
  const { partials, add, told, serving } = begin();
  let changes = 0;
  partials.onChanged(() => changes++);
  assert.deepEqual(told(), []);
  add(serving, 3);
  assert.deepEqual([told(), changes], [[1], 1]);
  partials.sent(partials.unsent());
  assert.deepEqual(told(), []);
  add(serving, 4);
  assert.deepEqual(told(), [2]);
  partials.sent(partials.unsent());
  add(serving, 5);
  assert.deepEqual(told(), []);
  partials.sendAllAgain();
  assert.deepEqual(told(), [3]);
});

test('tells the tracker of what has no piece yet where some are expected, and takes it back', () => {
  const { partials, add, told, serving } = begin();
  let changes = 0;
  partials.onChanged(() => changes++);
  serving.expects();
  serving.expects();
  assert.deepEqual([told(), changes], [[0], 1]);
  partials.sent(partials.unsent());
  add(serving, 3);
  assert.deepEqual(told(), [], 'it was told of this content already');
  add(serving, 4);
  assert.deepEqual(told(), [2]);
  serving.end();
  assert.deepEqual(partials.unsent().remove, [content]);
});

test('has the tracker forget what it was told of and is gone, unless it is fetched again', () => {
  const { partials, add, serving, again } = begin();
  add(serving, 1);
  const first = partials.unsent();
  serving.end();
  assert.deepEqual(partials.unsent(), { upsert: [], remove: [] }, 'it never knew');
  // It ended while the tracker was being told.
  partials.sent(first);
  assert.deepEqual(partials.unsent().remove, [content]);
  const second = partials.begin(again);
  assert.deepEqual(partials.unsent().remove, []);
  partials.sent(partials.unsent());
  second.end();
  assert.deepEqual(partials.unsent().remove, [content]);
  partials.sent(partials.unsent());
  assert.deepEqual(partials.unsent(), { upsert: [], remove: [] });
});

test('wakes whoever waits for more pieces, and at the end', async () => {
  const { partials, add, serving } = begin();
  const version = partials.find(content)?.version ?? 0;
  const { signal } = new AbortController();
  const waiting = partials.morePieces(content, version, { signal });
  add(serving, 1);
  await waiting;
  const next = partials.find(content)?.version ?? 0;
  assert.ok(next > version);
  await partials.morePieces(content, version, { signal });
  const last = partials.morePieces(content, next, { signal });
  serving.end();
  await last;
  const ends = new AbortController();
  const { partials: others } = begin();
  const given = others.morePieces(content, others.find(content)?.version ?? 0, { signal: ends.signal });
  ends.abort();
  await given;
});

test('serves the first of two downloads of one content', () => {
  const { partials, serving, again } = begin();
  const second = partials.begin({ ...again, path: '/other' });
  second.end();
  assert.equal(partials.find(content)?.path, '/part');
  serving.end();
  assert.equal(partials.find(content), undefined);
});
