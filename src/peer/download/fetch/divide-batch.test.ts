import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { peerIdOf, type PeerId } from '../../../core/ids.ts';
import { divideBatch, type Candidate } from './divide-batch.ts';
import { inBatches } from './small-batches.ts';
import type { FileRow } from '../store/file-table.ts';
import { contentIdOfHash } from '../../../core/ids.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_CONTENTS } from '../../../wire/http/contents-request.ts';

const peers = Array.from({ length: 4 }, (_, index) => peerIdOf(new Uint8Array(32).fill(index)));
const sourceOf = (index: number, speed = 0): Candidate => ({ peer: peers[index] ?? peers[0] ?? failure(), speed });

function failure(): never {
  throw new Error('no such peer');
}

interface Row {
  readonly size: number;
  readonly from: readonly Candidate[];
}

const rows = fc.array(
  fc.record({
    size: fc.integer({ min: 1, max: 262_144 }),
    from: fc
      .uniqueArray(fc.nat(3), { maxLength: 4 })
      .chain((list) =>
        fc
          .array(fc.nat(500_000), { minLength: list.length, maxLength: list.length })
          .map((speeds) => list.map((index, at) => sourceOf(index, speeds[at]))),
      ),
  }),
  { maxLength: 60 },
);

test('every file is in one part, of a source that has it, or waits', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const load = new Map<PeerId, number>();
      const { parts, later } = divideBatch<Row, Candidate>(list, ({ from }) => from, load);
      const given = parts.flatMap((part) => part.rows);
      assert.equal(given.length + later.length, list.length);
      assert.deepEqual(new Set([...given, ...later]), new Set(list));
      assert.equal(new Set(parts.map(({ source }) => source.peer)).size, parts.length);
      for (const { source, rows: mine } of parts) {
        for (const { from } of mine) assert.ok(from.some(({ peer }) => peer === source.peer));
        assert.equal(
          load.get(source.peer),
          mine.reduce((sum, { size }) => sum + size, 0),
        );
      }
      // Whoever has sources does not wait for ever: with any, the first file goes out.
      if (list.some(({ from }) => from.length > 0)) assert.ok(given.length > 0);
    }),
  );
});

test('a part stays with its source, and the next one goes to the one with the least on its way', () => {
  const from = [sourceOf(0), sourceOf(1)];
  const list = Array.from({ length: 10 }, () => ({ size: 100, from }));
  const load = new Map<PeerId, number>();
  for (const expected of [0, 1, 0, 1]) {
    const { parts } = divideBatch<Row, Candidate>(list, (row) => row.from, load);
    assert.deepEqual(
      parts.map(({ source, rows: mine }) => [source.peer, mine.length]),
      [[peers[expected], 10]],
    );
  }
});

test('a slow source gets what it sends in about a second, and the next one goes on', () => {
  const from = [sourceOf(0, 100_000), sourceOf(1)];
  const list = Array.from({ length: 100 }, () => ({ size: 10_000, from }));
  const { parts, later } = divideBatch<Row, Candidate>(list, (row) => row.from, new Map());
  assert.deepEqual(
    parts.map(({ source, rows: mine }) => [source.peer, mine.length]),
    [
      [peers[0], 10],
      [peers[1], 90],
    ],
  );
  assert.deepEqual(later, []);
});

test('small files are put together up to the limits of a batch, and others pass them', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 400 });
  await fc.assert(
    fc.asyncProperty(sizes, async (list) => {
      const content = contentIdOfHash(new Uint8Array(32));
      const files = list.map((size, number): FileRow => ({
        number,
        path: `f${number}`,
        origin: '',
        content,
        size,
        mtime: 0,
        executable: false,
      }));
      const seen: FileRow[] = [];
      for await (const work of inBatches(stream(files))) {
        if ('content' in work) {
          assert.ok(work.size === 0 || work.size > 262_144);
          seen.push(work);
          continue;
        }
        assert.ok(work.length > 0 && work.length <= MAX_BATCH_CONTENTS);
        assert.ok(work.reduce((sum, { size }) => sum + size, 0) <= MAX_BATCH_BYTES);
        assert.ok(work.every(({ size }) => size > 0 && size <= 262_144));
        seen.push(...work);
      }
      assert.deepEqual(
        seen.toSorted((a, b) => a.number - b.number),
        files,
      );
    }),
    { numRuns: 30 },
  );
});

// oxlint-disable-next-line require-await
async function* stream(files: readonly FileRow[]): AsyncGenerator<readonly FileRow[]> {
  for (let from = 0; from < files.length; from += 100) yield files.slice(from, from + 100);
}
