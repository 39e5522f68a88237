import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { AyniError } from '../../core/errors.ts';
import { MAX_HEAD, ResponseHeadParser } from './response-head.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function parse(text: string) {
  const parser = new ResponseHeadParser();
  const rest = parser.push(bytes(text));
  return { head: parser.head, rest: text.slice(rest) };
}

const GOOD = 'HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\nX-A: \t b c \r\nx-a:d\r\nEmpty:\r\n\r\n';

test('a head is read, and what follows is left', () => {
  const { head, rest } = parse(`${GOOD}hello`);
  assert.equal(rest, 'hello');
  assert.deepEqual(head, {
    status: 206,
    contentLength: 5,
    keepAlive: true,
    headers: new Map([
      ['content-length', '5'],
      ['x-a', 'b c, d'],
      ['empty', ''],
    ]),
  });
});

test('a head reads the same wherever it is cut', () => {
  const whole = bytes(GOOD);
  fc.assert(
    fc.property(fc.array(fc.nat(whole.length), { maxLength: 12 }), (points) => {
      const parser = new ResponseHeadParser();
      let from = 0;
      for (const to of [...points, whole.length].toSorted((a, b) => a - b)) {
        assert.equal(parser.push(whole, from, to), to);
        from = to;
      }
      assert.deepEqual(parser.head, parse(GOOD).head);
    }),
  );
  const slowly = new ResponseHeadParser();
  for (let at = 0; at < whole.length; at++) {
    assert.equal(slowly.head, undefined);
    slowly.push(whole, at, at + 1);
  }
  assert.equal(slowly.head?.status, 206);
});

test('"Connection: close" ends the connection after the answer', () => {
  assert.equal(parse('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n').head?.keepAlive, false);
});

test('an answer that cannot be trusted to the byte is refused', () => {
  const status = 'HTTP/1.1 200 OK\r\n';
  const length = 'Content-Length: 5\r\n';
  const refused = {
    'HTTP/1.0': `HTTP/1.0 200 OK\r\n${length}\r\n`,
    'no status': `HTTP/1.1 OK\r\n${length}\r\n`,
    'not HTTP': 'SSH-2.0-OpenSSH\r\n',
    'an informational status': `HTTP/1.1 103 Early\r\n\r\n`,
    'no length': `${status}\r\n`,
    'two lengths': `${status}${length}Content-Length: 6\r\n\r\n`,
    'twice the same length': `${status}${length}${length}\r\n`,
    'a negative length': `${status}Content-Length: -5\r\n\r\n`,
    'a length in hex': `${status}Content-Length: 0x5\r\n\r\n`,
    'a length with a sign': `${status}Content-Length: +5\r\n\r\n`,
    'an enormous length': `${status}Content-Length: 9999999999999999\r\n\r\n`,
    chunked: `${status}${length}Transfer-Encoding: chunked\r\n\r\n`,
    'LF alone': `HTTP/1.1 200 OK\n${length}\r\n`,
    'CR alone': `HTTP/1.1 200 OK\r${length}\r\n`,
    'a folded line': `${status}X: a\r\n b\r\n${length}\r\n`,
    'a blank before the colon': `${status}Content-Length : 5\r\n\r\n`,
    'no name': `${status}: 5\r\n\r\n`,
    'a NUL': `${status}X: \0\r\n${length}\r\n`,
    'too many headers': `${status}${'X: a\r\n'.repeat(65)}${length}\r\n`,
  };
  for (const [what, text] of Object.entries(refused)) {
    assert.throws(() => parse(text), { code: 'bad-answer' }, what);
  }
});

test('headers without end are refused at 16 KiB', () => {
  const parser = new ResponseHeadParser();
  const piece = bytes('a'.repeat(1024));
  parser.push(bytes('HTTP/1.1 200 OK\r\nX: '));
  for (let sent = 1024; sent < MAX_HEAD; sent += 1024) parser.push(piece);
  assert.throws(() => parser.push(piece), { code: 'bad-answer' });
});

test('no bytes make it fail otherwise than with a bad answer, or read past the head', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom('Content-Length: 3', 'Connection: close', 'X-Y: z', ''));
  const answer = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.array(line, { maxLength: 8 }).map((lines) => bytes(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\nabc`)),
  );
  fc.assert(
    fc.property(answer, (input) => {
      const parser = new ResponseHeadParser();
      try {
        const rest = parser.push(input);
        assert.ok(rest <= input.length);
        if (parser.head === undefined) assert.equal(rest, input.length);
      } catch (error) {
        assert.ok(AyniError.is(error, 'bad-answer'), String(error));
      }
    }),
  );
});
