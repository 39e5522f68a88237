import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { AyniError } from '../../core/errors.ts';
import { checkHeadBegins, parseRequestHead } from './request-head.ts';

const HOST = 'Host: tracker';
const head = (...lines: string[]): string => lines.join('\r\n');

test('a head is read, with what it says of the body and of the connection', () => {
  const text = head('POST /v1/locate?a=%20 HTTP/1.1', HOST, 'Content-Length: 12', 'X-A: \t b c \t', 'x-a:d', 'Empty:');
  assert.deepEqual(parseRequestHead(text), {
    method: 'POST',
    target: '/v1/locate?a=%20',
    headers: new Map([
      ['host', 'tracker'],
      ['content-length', '12'],
      ['x-a', 'b c, d'],
      ['empty', ''],
    ]),
    body: 12,
    keepAlive: true,
    expectsContinue: false,
    version: 1,
  });
});

test('who knows only HTTP/1.0, or says so, is not kept', () => {
  const keeps = (...lines: string[]) => parseRequestHead(head(...lines)).keepAlive;
  assert.equal(keeps('GET / HTTP/1.1', HOST), true);
  assert.equal(keeps('GET / HTTP/1.1', HOST, 'Connection: Upgrade, Close'), false);
  assert.equal(keeps('GET / HTTP/1.0'), false);
  assert.equal(keeps('GET / HTTP/1.0', 'Connection: keep-alive'), false);
});

test('what two readers might read in two ways is refused', () => {
  const refused = [
    head('POST / HTTP/1.1', HOST, 'Content-Length: 5', 'Content-Length: 6'),
    head('POST / HTTP/1.1', HOST, 'Content-Length: 5', 'Content-Length: 5'),
    head('POST / HTTP/1.1', HOST, 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    head('POST / HTTP/1.1', HOST, 'Content-Length:', 'Transfer-Encoding: chunked'),
    head('POST / HTTP/1.1', HOST, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'),
    head('POST / HTTP/1.1', HOST, 'Transfer-Encoding: gzip, chunked'),
    head('POST / HTTP/1.1', HOST, 'Transfer-Encoding: identity'),
    head('POST / HTTP/1.1', HOST, 'Transfer-Encoding : chunked'),
    head('POST / HTTP/1.0', HOST, 'Transfer-Encoding: chunked'),
    ...['+5', '-1', '0x5', '5 5', '5,5', '', '1e1', '1234567890123456'].map((length) =>
      head('POST / HTTP/1.1', HOST, `Content-Length: ${length}`),
    ),
    head('GET / HTTP/1.1', HOST, 'X: a', ' folded'),
    head('GET / HTTP/1.1', HOST, ': nameless'),
    head('GET / HTTP/1.1', HOST, 'no colon'),
    head('GET / HTTP/1.1', HOST, 'X Y: a'),
    head('GET / HTTP/1.1', HOST, 'X: a\nContent-Length: 5'),
    head('GET / HTTP/1.1', HOST, 'X: a\rContent-Length: 5'),
    head('GET / HTTP/1.1', HOST, 'X: a\0b'),
    head('GET / HTTP/1.1', HOST, 'X: \u007f'),
    head('GET / HTTP/1.1', HOST, 'Expect: miracles'),
    head('GET / HTTP/1.1'),
    head('GET / HTTP/1.1', HOST, HOST),
    head('GET  / HTTP/1.1', HOST),
    head('GET / HTTP/1.1 ', HOST),
    head('GET / HTTP/2.0', HOST),
    head('GET / http/1.1', HOST),
    head('GET v1/stats HTTP/1.1', HOST),
    head('GET http://elsewhere/v1/stats HTTP/1.1', HOST),
    head('GET /\u00e9 HTTP/1.1', HOST),
    head('G\u00cbT / HTTP/1.1', HOST),
    head('', 'GET / HTTP/1.1', HOST),
    '',
  ];
  for (const text of refused)
    assert.throws(() => parseRequestHead(text), { code: 'bad-request' }, JSON.stringify(text));
});

test('a head has 64 headers at most', () => {
  const many = Array.from({ length: 63 }, (_, i) => `X-${i}: 1`);
  assert.equal(parseRequestHead(head('GET / HTTP/1.1', HOST, ...many)).headers.size, 64);
  assert.throws(() => parseRequestHead(head('GET / HTTP/1.1', HOST, ...many, 'Y: 1')), { code: 'too-large' });
});

test('a beginning is waited for as long as it can become a head', () => {
  const whole = head('GET /v1/stats HTTP/1.1', HOST, '');
  for (let at = 0; at <= whole.length; at++) checkHeadBegins(whole.slice(0, at));
  for (const text of ['\0', 'GET / HTTP/1.1\n', 'GET / HTTP/1.1\rX', '\u0016\u0003\u0001']) {
    assert.throws(() => checkHeadBegins(text), { code: 'bad-request' }, JSON.stringify(text));
  }
});

test('any text is a head or refused, and a head has no control characters', () => {
  const line = fc.oneof(
    fc.constantFrom(
      'GET / HTTP/1.1',
      'POST /x HTTP/1.0',
      HOST,
      'Content-Length: 3',
      'Transfer-Encoding: chunked',
      ' x',
    ),
    fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 20 }),
  );
  const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\r\n'));
  fc.assert(
    fc.property(text, (given) => {
      let read;
      try {
        read = parseRequestHead(given);
      } catch (error) {
        assert.ok(AyniError.is(error, 'bad-request') || AyniError.is(error, 'too-large'));
        return;
      }
      assert.ok(read.body === 'chunked' || (Number.isSafeInteger(read.body) && read.body >= 0));
      assert.ok(!(read.headers.has('content-length') && read.headers.has('transfer-encoding')));
      // oxlint-disable-next-line no-control-regex
      for (const value of [read.method, read.target, ...read.headers.values()]) assert.doesNotMatch(value, /[\0\r\n]/);
    }),
    { numRuns: 2_000 },
  );
});
