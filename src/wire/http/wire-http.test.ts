import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { Bitfield } from '../../core/content/bitfield.ts';
import { AyniError, ERROR_CODES } from '../../core/errors.ts';
import { decodeBitfield, encodeBitfield } from './bitfield-body.ts';
import { formatContentRange, formatRange, parseContentRange } from './content-range.ts';
import { errorBody, errorOfAnswer, parseErrorBody } from './error-body.ts';
import { statusOfError } from './status.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

const fields = fc.array(fc.boolean(), { maxLength: 300 }).map((pieces) => {
  const field = new Bitfield(pieces.length);
  for (const [index, there] of pieces.entries()) if (there) field.set(index);
  return field;
});

test('a bitfield comes back from its body, never longer than plain', () => {
  fc.assert(
    fc.property(fields, fc.nat(Number.MAX_SAFE_INTEGER), (field, version) => {
      const body = encodeBitfield({ version, field });
      assert.ok(body.length <= 9 + Math.ceil(field.length / 8));
      const back = decodeBitfield(field.length, body);
      assert.equal(back.version, version);
      assert.deepEqual(back.field.toBytes(), field.toBytes());
      assert.equal(back.field.count, field.count);
    }),
  );
});

test('a field of a million pieces that are there takes a few bytes', () => {
  assert.ok(encodeBitfield({ version: 1, field: Bitfield.full(1_000_000) }).length < 16);
});

test('what is no bitfield is a bad answer, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(200), (body, length) => {
      try {
        const { field } = decodeBitfield(length, body);
        assert.equal(field.length, length);
      } catch (error) {
        assert.ok(AyniError.is(error, 'bad-answer'), String(error));
      }
    }),
  );
  const version = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const runs of [[4], [9], [0x80], [0x88], [3, 0, 5], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]]) {
    assert.throws(() => decodeBitfield(8, Uint8Array.from([1, ...version, ...runs])), { code: 'bad-answer' });
  }
});

test('ranges name their last byte', () => {
  assert.equal(formatRange({ start: 0, end: 10 }), 'bytes=0-9');
  assert.equal(formatContentRange({ start: 5, end: 6 }, 20), 'bytes 5-5/20');
  assert.deepEqual(parseContentRange('bytes 5-5/20'), { start: 5, end: 6, size: 20 });
  for (const text of ['bytes 5-4/20', 'bytes 0-20/20', 'bytes */20', 'bytes 0-1/*', 'Bytes 0-1/2', 'bytes=0-1/2', '']) {
    assert.equal(parseContentRange(text), undefined, text);
  }
});

test('every error travels and comes back with its code, message and facts', () => {
  for (const code of ERROR_CODES) {
    const body = json(errorBody(new AyniError(code, 'Line.', { context: { position: 3 } })));
    const error = errorOfAnswer({ status: statusOfError(code), body, retryAfter: '9' }, 'p');
    assert.equal(error.code, code);
    assert.equal(error.message, 'Line.');
    assert.deepEqual(error.context, { retryAfter: 9, position: 3, status: statusOfError(code) });
  }
});

test('an error that does not belong to its status is not believed', () => {
  const body = json(errorBody(new AyniError('disk-full', 'Yours.')));
  assert.equal(errorOfAnswer({ status: 404, body }, 'p').code, 'not-found');
  assert.equal(errorOfAnswer({ status: 302, body: new Uint8Array() }, 'p').code, 'bad-answer');
  assert.equal(errorOfAnswer({ status: 429, body: new Uint8Array(), retryAfter: 'soon' }, 'p').code, 'busy');
});

test('a message from outside is one line without control characters', () => {
  const message = `a\n\u001b[2Jb${'x'.repeat(1000)}`;
  const told = parseErrorBody(json({ error: { code: 'busy', message, context: { a: [1], b: 'c\r' } } }));
  assert.equal(told?.message.length, 500);
  assert.ok(told.message.startsWith('a [2Jb'));
  assert.deepEqual(told.context, { b: 'c ' });
});

test('what is no error body is none', () => {
  for (const value of [null, [], 1, {}, { error: null }, { error: 'busy' }, { error: { code: 'no-such' } }]) {
    assert.equal(parseErrorBody(json(value)), undefined);
  }
  assert.equal(parseErrorBody(Uint8Array.of(0xff)), undefined);
});
