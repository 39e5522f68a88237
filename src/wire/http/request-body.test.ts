import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { RequestBody } from './request-body.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** The body of what comes in these parts, and what is left of the last one. */
function read(framing: number | 'chunked', limit: number, ...parts: readonly Uint8Array[]) {
  const body = new RequestBody(framing, limit);
  let rest = '';
  for (const part of parts) rest += Buffer.from(part.subarray(body.push(part))).toString('latin1');
  return { text: body.complete && Buffer.from(body.complete).toString('latin1'), rest };
}

test('a body ends where its length says, and what follows is left', () => {
  assert.deepEqual(read(5, 5, bytes('helloGET /')), { text: 'hello', rest: 'GET /' });
  assert.deepEqual(read(5, 5, bytes('he'), bytes('llo'), bytes('GET /')), { text: 'hello', rest: 'GET /' });
  assert.deepEqual(read(0, 5, bytes('GET /')), { text: '', rest: 'GET /' });
  assert.deepEqual(read(5, 5, bytes('hell')), { text: undefined, rest: '' });
});

test('a body over its limit is refused before it is read', () => {
  assert.throws(() => new RequestBody(6, 5), { code: 'too-large' });
  assert.throws(() => read('chunked', 5, bytes('6\r\n')), { code: 'too-large' });
  assert.throws(() => read('chunked', 5, bytes('3\r\nabc\r\n3\r\n')), { code: 'too-large' });
});

test('chunks are put together wherever the network cuts them', () => {
  const whole = bytes('3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n');
  const expected = { text: 'abc0123456789', rest: '' };
  assert.deepEqual(read('chunked', 13, whole), expected);
  assert.deepEqual(read('chunked', 13, ...Array.from(whole, (byte) => Uint8Array.of(byte))), expected);
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 8 }), (cuts) => {
      const points = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
      const parts = points.slice(1).map((to, at) => whole.subarray(points[at], to));
      assert.deepEqual(read('chunked', 13, ...parts), expected);
    }),
  );
  assert.deepEqual(read('chunked', 13, bytes('0\r\n\r\nGET /')), { text: '', rest: 'GET /' });
});

test('chunks that two readers might read in two ways are refused', () => {
  const refused = [
    '3\nabc\r\n',
    '3\r\nabc\n',
    '3\r\nabcd\r\n',
    '3\r\nabcX\r\n',
    '3;ext=1\r\nabc\r\n',
    ' 3\r\nabc\r\n',
    '3 \r\nabc\r\n',
    '0x3\r\nabc\r\n',
    '-3\r\nabc\r\n',
    '\r\n',
    '3\r\r\nabc',
    '00000003\r\nabc\r\n',
    '0\r\nTrailer: 1\r\n\r\n',
    '0\r\n\n',
    'GET / HTTP/1.1\r\n',
  ];
  for (const text of refused) {
    assert.throws(() => read('chunked', 1000, bytes(text)), { code: 'bad-request' }, JSON.stringify(text));
  }
});

test('a body that comes byte by byte takes no more memory than its bytes', () => {
  const body = new RequestBody(1_000_000, 1_000_000);
  const one = Uint8Array.of(7);
  for (let at = 0; at < 1_000_000; at++) body.push(one);
  assert.equal(body.complete?.length, 1_000_000);
  assert.ok((body.complete?.buffer.byteLength ?? 0) <= 2_000_000);
});
