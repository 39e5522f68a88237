import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AyniError } from '../errors.ts';
import { Bitfield } from './bitfield.ts';

test('agrees with a set of numbers, whatever is set and cleared', () => {
  const step = fc.record({ index: fc.nat(99), there: fc.boolean() });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), fc.array(step, { maxLength: 200 }), (length, steps) => {
      const field = new Bitfield(length);
      const model = new Set<number>();
      for (const { index, there } of steps) {
        const changed = there ? field.set(index) : field.clear(index);
        const before = model.has(index);
        if (there && index < length) model.add(index);
        if (!there) model.delete(index);
        assert.equal(changed, before !== model.has(index));
      }
      assert.equal(field.count, model.size);
      assert.equal(field.complete, model.size === length);
      for (let i = 0; i < length; i++) {
        assert.equal(field.has(i), model.has(i));
        const bit = 0x8000_0000 >>> (i & 31);
        const bits = [field.word(i >>> 5), field.absentWord(i >>> 5)].map((word) => (word & bit) !== 0);
        assert.deepEqual(bits, [model.has(i), !model.has(i)]);
      }
      const last = Math.ceil(length / 32) - 1;
      const spare = length % 32 === 0 ? 0 : 0xffff_ffff >>> (length % 32);
      assert.equal((field.word(last) | field.absentWord(last)) & spare, 0);
      const copy = Bitfield.fromBytes(length, field.toBytes());
      assert.deepEqual([copy.count, copy.toBytes()], [field.count, field.toBytes()]);
    }),
  );
});

test('finds the next run of missing pieces', () => {
  const field = new Bitfield(10);
  for (const index of [0, 1, 5]) field.set(index);
  assert.deepEqual(field.nextMissing(0, 100), { first: 2, count: 3 });
  assert.deepEqual(field.nextMissing(0, 2), { first: 2, count: 2 });
  assert.deepEqual(field.nextMissing(5, 100), { first: 6, count: 4 });
  assert.equal(Bitfield.full(10).nextMissing(0, 100), undefined);
});

test('is full with spare bits at zero', () => {
  for (const length of [0, 1, 7, 8, 9, 4097]) {
    const field = Bitfield.full(length);
    assert.equal(field.count, length);
    assert.ok(field.complete);
    assert.equal(Bitfield.fromBytes(length, field.toBytes()).count, length);
  }
});

test('refuses bytes of another length or with spare bits set', () => {
  for (const bytes of [new Uint8Array(1), new Uint8Array(3), Uint8Array.of(0, 0b0100_0000)]) {
    assert.throws(
      () => Bitfield.fromBytes(9, bytes),
      (error) => AyniError.is(error, 'bad-answer'),
    );
  }
});
