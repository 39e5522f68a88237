import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { AyniError } from '../../../core/errors.ts';
import { bytesField, flagField, readFields, singleField, textOf } from './proto-fields.ts';

/** What a protobuf library writes for 300 as field 2 of type uint64. */
const VARINT_300 = [0x10, 0xac, 0x02];

test('writes a field of bytes as its tag, its length and itself', () => {
  assert.deepEqual(Buffer.concat(bytesField(1, 'testing')), Buffer.from('0a0774657374696e67', 'hex'));
  assert.deepEqual(Buffer.concat(bytesField(2, new Uint8Array(300))).subarray(0, 3), Buffer.from('12ac02', 'hex'));
  assert.deepEqual(Buffer.concat(bytesField(16, '')), Buffer.from('820100', 'hex'));
});

test('leaves out what proto3 has as the default', () => {
  assert.deepEqual(singleField(1, ''), []);
  assert.deepEqual(flagField(1, false), []);
  assert.deepEqual(Buffer.concat(flagField(1, true)), Buffer.from('0801', 'hex'));
});

test('reads back whatever it wrote, also a byte order mark', () => {
  const text = fc.string({ unit: 'grapheme' }).map((value) => `\uFEFF${value}`.toWellFormed());
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 2 ** 29 - 1 }), text)), (fields) => {
      const message = Buffer.concat(fields.flatMap(([number, value]) => bytesField(number, value)));
      const read = [...readFields(message)].map((field) => [
        field.number,
        field.kind === 'bytes' ? textOf(field.bytes) : undefined,
      ]);
      assert.deepEqual(read, fields);
    }),
  );
});

test('passes over fields of other types', () => {
  const fixed = Buffer.from([0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x25, 1, 2, 3, 4]);
  const message = Buffer.concat([fixed, Buffer.from(VARINT_300), ...bytesField(3, 'x')]);
  assert.deepEqual(
    [...readFields(message)].map(({ number, kind }) => [number, kind]),
    [
      [2, 'varint'],
      [3, 'bytes'],
    ],
  );
});

test('takes a number of ten bytes as another than zero, although its lower half is', () => {
  const [field] = readFields(Buffer.from([0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]));
  assert.deepEqual(field, { number: 1, kind: 'varint', low: 0, zero: false });
});

for (const [what, hex] of [
  ['ends within a tag', '80'],
  ['ends within a length', '0a80'],
  ['promises more bytes than there are', '0a05616263'],
  ['promises 4 GiB', '0affffffff0f'],
  ['has a number of eleven bytes', '088080808080808080808001'],
  ['has a group', '0b0c'],
  ['has a field 0', '0200'],
] as const) {
  test(`refuses a message that ${what}`, () => {
    assert.throws(() => [...readFields(Buffer.from(hex, 'hex'))], { code: 'bad-request' });
  });
}

test('refuses a string that is not UTF-8', () => {
  assert.throws(() => textOf(Buffer.from([0xc3, 0x28])), { code: 'bad-request' });
});

test('either reads noise or says that it is no message', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
      try {
        for (const field of readFields(noise)) if (field.kind === 'bytes') textOf(field.bytes);
      } catch (error) {
        assert.ok(AyniError.is(error, 'bad-request'));
      }
    }),
  );
});
