import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AyniError } from '../../core/errors.ts';
import {
  encodeListing,
  encodePeers,
  MAX_MESSAGE_BYTES,
  parseListing,
  parsePeers,
  parsePort,
  PEER_VERBS,
  RedeReader,
  SERVER_VERBS,
  type RedeMessage,
  type RedeVerbs,
} from './codec.ts';

const verb = (name: string, argument = ''): RedeMessage => ({ kind: 'verb', verb: name, argument });
const unknown = (text: string): RedeMessage => ({ kind: 'unknown', text });
const isBadAnswer = (error: unknown) => AyniError.is(error, 'bad-answer');

/** What comes out when the bytes come cut like this and the stream ends then. */
function read(verbs: RedeVerbs, bytes: Uint8Array | string, cut = Infinity): RedeMessage[] {
  const reader = new RedeReader(verbs);
  const all = Buffer.from(bytes);
  const seen: RedeMessage[] = [];
  for (let at = 0; at < all.length; at += cut) seen.push(...reader.push(all.subarray(at, at + cut)));
  return [...seen, ...reader.silence()];
}

test('a verb without argument is complete with its last byte, whatever follows', () => {
  const reader = new RedeReader(SERVER_VERBS);
  assert.deepEqual([...reader.push(Buffer.from('peer'))], []);
  assert.equal(reader.waitsFor, 'silence');
  assert.deepEqual([...reader.push(Buffer.from('s'))], [verb('peers')]);
  assert.equal(reader.waitsFor, 'message');
  assert.deepEqual([...reader.push(Buffer.from('peerspeers\r\nquit'))], [verb('peers'), verb('peers'), verb('quit')]);
});

test('an argument ends at LF, or where nothing more comes', () => {
  for (const cut of [1, 2, 3, Infinity]) {
    assert.deepEqual(read(PEER_VERBS, 'lsget a b.txt\r\nls\nget  c \nget d', cut), [
      verb('ls'),
      verb('get', 'a b.txt'),
      verb('ls'),
      verb('get', ' c '),
      verb('get', 'd'),
    ]);
  }
});

test('recognises verbs at the start of a message only', () => {
  assert.deepEqual(read(SERVER_VERBS, ' peers'), [unknown(' peers')]);
  assert.deepEqual(read(SERVER_VERBS, 'lspeers\npeersx'), [unknown('lspeers'), verb('peers'), unknown('x')]);
  assert.deepEqual(read(PEER_VERBS, 'get\ngetx\nGET x'), [unknown('get'), unknown('getx'), unknown('GET x')]);
});

test('a buffer that is padded with NUL is what it holds', () => {
  assert.deepEqual(read(SERVER_VERBS, `peers${'\0'.repeat(1019)}`), [verb('peers')]);
  assert.deepEqual(read(PEER_VERBS, `get a.txt${'\0'.repeat(1015)}`), [verb('get', 'a.txt')]);
  assert.deepEqual(parseListing('a.txt b \0\0'), ['a.txt', 'b']);
});

test('half a verb and silence is no verb, also when the other half follows', () => {
  const reader = new RedeReader(SERVER_VERBS);
  assert.deepEqual([...reader.push(Buffer.from('pee'))], []);
  assert.deepEqual([...reader.silence()], [unknown('pee')]);
  assert.deepEqual([...reader.push(Buffer.from('rs'))], []);
  assert.deepEqual([...reader.silence()], [unknown('rs')]);
});

test('tells a message over 4 KiB once and reads the rest of it away', () => {
  const long = `get ${'x'.repeat(MAX_MESSAGE_BYTES * 3)}\nls`;
  assert.deepEqual(read(PEER_VERBS, long, 1000), [{ kind: 'too-long' }, verb('ls')]);
  assert.equal(read(PEER_VERBS, `get ${'x'.repeat(MAX_MESSAGE_BYTES - 4)}\n`)[0]?.kind, 'verb');
});

test('a name that is not UTF-8 is no name', () => {
  assert.equal(read(PEER_VERBS, Buffer.from('get \xff', 'latin1'))[0]?.kind, 'unknown');
  assert.deepEqual(read(PEER_VERBS, 'get é'), [verb('get', 'é')]);
});

test('reads any bytes the same, however they are cut', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .array(fc.constantFrom('peers', 'quit', 'ls', 'get ', 'a.txt', ' ', '\n', '\r', 'x'), { maxLength: 20 })
      .map((parts) => new Uint8Array(Buffer.from(parts.join('')))),
  );
  fc.assert(
    fc.property(
      noise,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(SERVER_VERBS, PEER_VERBS),
      (bytes, cut, verbs) => {
        assert.deepEqual(read(verbs, bytes, cut), read(verbs, bytes));
      },
    ),
  );
});

test('a slash follows each peer and a space each name', () => {
  const peers = [
    { host: '10.0.0.1', port: 5455 },
    { host: '10.0.0.1', port: 5456 },
  ];
  assert.equal(encodePeers(peers), '10.0.0.1:5455/10.0.0.1:5456/');
  assert.equal(encodePeers([]), '');
  assert.deepEqual(parsePeers('10.0.0.1:5455/10.0.0.1:5456/'), peers);
  assert.equal(encodeListing(['a.txt', 'b']), 'a.txt b ');
  assert.deepEqual(parseListing('a.txt b '), ['a.txt', 'b']);
  assert.deepEqual(parseListing(''), []);
});

test('distrusts what a server answers', () => {
  assert.equal(parsePort('5455'), 5455);
  for (const text of ['', '0', '70000', '-1', '5455x', 'HTTP/1.1 400'])
    assert.throws(() => parsePort(text), isBadAnswer);
  for (const text of ['x', '10.0.0.1/', '10.0.0.1:0/', '10.0.0.1:70000/', 'example.org:80/', '::1:80/'])
    assert.throws(() => parsePeers(text), isBadAnswer, text);
});
