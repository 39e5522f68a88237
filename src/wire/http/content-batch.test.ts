import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash } from '../../core/ids.ts';
import { FRAME_HEAD_BYTES, FrameReader, writeFrameHead, type FrameStatus } from './content-frames.ts';
import { formatContentList, MAX_BATCH_CONTENTS, MAX_LIST_BYTES, parseContentList } from './contents-request.ts';

interface Frame {
  readonly status: FrameStatus;
  readonly bytes: Uint8Array;
}

const frames = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 50 }).map((bytes): Frame => ({ status: 'whole', bytes })),
    fc
      .constantFrom<FrameStatus>('missing', 'changed', 'left')
      .map((status): Frame => ({ status, bytes: new Uint8Array(0) })),
  ),
  { maxLength: 12 },
);

function encode(list: readonly Frame[]): Uint8Array {
  const body = new Uint8Array(list.reduce((sum, { bytes }) => sum + FRAME_HEAD_BYTES + bytes.length, 0));
  let at = 0;
  for (const { status, bytes } of list) {
    at = writeFrameHead(body, at, status, bytes.length);
    body.set(bytes, at);
    at += bytes.length;
  }
  return body;
}

interface Read {
  readonly status: FrameStatus;
  readonly bytes: Uint8Array | undefined;
}

/** Reads `body` cut at these places. */
function read(body: Uint8Array, expected: readonly number[], cuts: readonly number[]): Read[] {
  const found: Read[] = [];
  const sink = {
    expected: (index: number) => expected[index] ?? -1,
    frame: (index: number, status: FrameStatus, bytes: Uint8Array | undefined) => {
      assert.equal(index, found.length);
      found.push({ status, bytes: bytes?.slice() });
    },
  };
  const reader = new FrameReader(expected.length, sink, new Uint8Array(PIECE_SIZE));
  let start = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), body.length]) {
    reader.push(body, start, cut);
    start = cut;
  }
  assert.equal(reader.frames, found.length);
  return found;
}

const sizes = (list: readonly Frame[]): number[] => list.map(({ bytes }) => bytes.length);

test('frames come back wherever the network cuts them, byte by byte too', () => {
  fc.assert(
    fc.property(frames, fc.array(fc.nat(700), { maxLength: 20 }), (list, places) => {
      const body = encode(list);
      assert.deepEqual(
        read(
          body,
          sizes(list),
          places.map((place) => Math.min(place, body.length)),
        ),
        list,
      );
      assert.deepEqual(read(body, sizes(list), [...body.keys()]), list);
    }),
  );
});

test('a content of another size than expected is read away, and the next one is right', () => {
  const list: Frame[] = [
    { status: 'whole', bytes: new Uint8Array(9) },
    { status: 'whole', bytes: new Uint8Array([7, 8]) },
    { status: 'whole', bytes: new Uint8Array(0) },
  ];
  const body = encode(list);
  for (const cuts of [[], [...body.keys()]]) {
    const bytes = read(body, [8, 2, 3], cuts).map((frame) => frame.bytes);
    assert.deepEqual(bytes, [undefined, new Uint8Array([7, 8]), undefined]);
  }
});

test('one frame too many, an unknown status, bytes of what is missing, and more than a piece are bad answers', () => {
  const head = (code: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(FRAME_HEAD_BYTES);
    writeFrameHead(bytes, 0, 'whole', length);
    bytes[0] = code;
    return bytes;
  };
  const isBad = (error: unknown): boolean => AyniError.is(error, 'bad-answer');
  assert.throws(() => read(head(0, 3), [], []), isBad);
  assert.throws(() => read(head(4, 0), [0], []), isBad);
  assert.throws(() => read(head(1, 1), [1], []), isBad);
  assert.throws(() => read(head(0, PIECE_SIZE + 1), [PIECE_SIZE + 1], []), isBad);
  assert.throws(() => read(head(0, 2 ** 32 - 1), [1], []), isBad);
});

test('whatever the bytes, a reader ends or says bad answer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(40), { maxLength: 8 }), (body, expected) => {
      try {
        read(body, expected, []);
      } catch (error) {
        assert.ok(AyniError.is(error, 'bad-answer'));
      }
    }),
  );
});

test('a list of ids comes back, up to 256 of them', () => {
  const ids = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(contentIdOfHash);
  fc.assert(
    fc.property(fc.array(ids, { minLength: 1, maxLength: 5 }), (list) => {
      assert.deepEqual(parseContentList(formatContentList(list)), list);
    }),
  );
  const full = Array.from({ length: MAX_BATCH_CONTENTS }, (_, index) =>
    contentIdOfHash(new Uint8Array(32).fill(index)),
  );
  assert.equal(formatContentList(full).length, MAX_LIST_BYTES);
  assert.deepEqual(parseContentList(formatContentList(full)), full);
  assert.throws(
    () => parseContentList(formatContentList([...full, ...full.slice(0, 1)])),
    (error) => AyniError.is(error, 'bad-request'),
  );
});

test('what is no list of ids is refused', () => {
  for (const body of ['', '\n', 'x\n', 'x', '\n\n', 'é'.repeat(60)]) {
    assert.throws(
      () => parseContentList(body),
      (error) => AyniError.is(error, 'bad-request') || AyniError.is(error, 'bad-id'),
      body,
    );
  }
});
