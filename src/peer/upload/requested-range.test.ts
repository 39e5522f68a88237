import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AyniError } from '../../core/errors.ts';
import { parseRange } from './requested-range.ts';

test('reads a single range, cut at the end of the content', () => {
  assert.equal(parseRange(undefined, 10), undefined);
  assert.deepEqual(parseRange('bytes=0-0', 10), { start: 0, end: 1 });
  assert.deepEqual(parseRange('bytes=2-5', 10), { start: 2, end: 6 });
  assert.deepEqual(parseRange('bytes=2-', 10), { start: 2, end: 10 });
  assert.deepEqual(parseRange('bytes=2-99', 10), { start: 2, end: 10 });
  assert.deepEqual(parseRange('bytes=-3', 10), { start: 7, end: 10 });
  assert.deepEqual(parseRange('bytes=-99', 10), { start: 0, end: 10 });
});

test('refuses what is no single range inside the content', () => {
  for (const header of [
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=-0',
    'bytes=10-',
    'bytes=10-20',
    'bytes=5-2',
    'bytes=0-1,3-4',
    'bytes= 0-1',
    'bytes=0x1-2',
    'bytes=1e0-2',
    'bytes=--1',
    'pieces=0-1',
    `bytes=${'9'.repeat(40)}-`,
  ]) {
    assert.throws(
      () => parseRange(header, 10),
      (error) => AyniError.is(error, 'range-invalid') && error.context['size'] === 10,
      header,
    );
  }
  assert.throws(() => parseRange('bytes=0-', 0));
});

test('gives a part of the content or refuses, whatever comes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^bytes=\d*-\d*$/)), fc.nat(), (header, size) => {
      try {
        const range = parseRange(header, size);
        assert.ok(range !== undefined && range.start >= 0 && range.start < range.end && range.end <= size);
      } catch (error) {
        assert.ok(AyniError.is(error, 'range-invalid'));
      }
    }),
  );
});
