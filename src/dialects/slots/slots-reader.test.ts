import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ListRoom } from '../shared/list-room.ts';
import { AnnouncementReader } from './announcement-reader.ts';
import { PEER_DATA, PEER_MAIN, TRACKER_DATA, TRACKER_MAIN } from './grammar.ts';
import { SlotsReader, type SlotsMessage, type Step } from './slots-reader.ts';

const MD5 = '0123456789abcdef0123456789abcdef';
const verb = (text: string): SlotsMessage => ({ kind: 'verb', verb: text });
const argument = (text: string, tooLong = false): SlotsMessage => ({
  kind: 'argument',
  bytes: Buffer.from(text),
  tooLong,
});
const list = (port: number, files: { name: string; size: number; md5: string }[], leftOut = 0): SlotsMessage => ({
  kind: 'list',
  list: { port, files, leftOut },
});
const WRONG: SlotsMessage = { kind: 'wrong' };
const TELL = 'I AM HEREYES';

/** What comes out when the bytes come cut like this and the stream ends then. */
function read(step: Step, bytes: Uint8Array | string, cut = Infinity, room = new ListRoom()): SlotsMessage[] {
  const reader = new SlotsReader(step, room);
  const all = Buffer.from(bytes);
  const seen: SlotsMessage[] = [];
  for (let at = 0; at < all.length; at += cut) seen.push(...reader.push(all.subarray(at, at + cut)).map(copy));
  return [...seen, ...reader.silence().map(copy)];
}

/** Bytes of an argument are good until the next ones come. */
function copy(message: SlotsMessage): SlotsMessage {
  return message.kind === 'argument' ? { ...message, bytes: Buffer.from(message.bytes) } : message;
}

test('a verb is complete with its last byte, and what follows it is the next message', () => {
  for (const cut of [1, 2, 3, Infinity]) {
    assert.deepEqual(read(TRACKER_MAIN, 'I QUIT3333', cut), [verb('I QUIT'), argument('3333')]);
    assert.deepEqual(read(TRACKER_DATA, 'I AM HERE\r\nNO\0\0a b.txt\r\nrest', cut), [
      verb('I AM HERE'),
      verb('NO'),
      argument('a b.txt'),
    ]);
    assert.deepEqual(read(PEER_MAIN, 'ARE YOU ALIVE?CONNECT', cut), [verb('ARE YOU ALIVE?')]);
  }
});

test('anything else is wrong as soon as it is no verb any more', () => {
  const reader = new SlotsReader(TRACKER_MAIN);
  assert.deepEqual([...reader.push(Buffer.from('CON'))], []);
  assert.equal(reader.waitsFor, 'rest');
  assert.deepEqual([...reader.push(Buffer.from('FUSE CONNECT'))], [WRONG]);
  for (const text of ['list', ' LIST', 'FINISH:3', '__proto__', 'constructor']) {
    assert.deepEqual(read(TRACKER_MAIN, text), [WRONG], text);
  }
  assert.deepEqual(read(TRACKER_MAIN, 'I QUI'), [WRONG], 'the stream ends amid a verb');
});

test('an argument ends in silence, at LF and at the end of the stream', () => {
  const reader = new SlotsReader(PEER_DATA);
  assert.equal(reader.waitsFor, 'message');
  assert.deepEqual([...reader.push(Buffer.from('a.txt'))], []);
  assert.equal(reader.waitsFor, 'silence');
  assert.deepEqual([...reader.silence()], [argument('a.txt')]);
  assert.equal(reader.waitsFor, 'message');
  assert.deepEqual(read(PEER_DATA, `${'x'.repeat(4096)}\n`), [argument('x'.repeat(4096))]);
  assert.deepEqual(read(PEER_DATA, 'x'.repeat(9000), 100), [argument('x'.repeat(4096), true)]);
});

test('a list may be complete where its last field is a port or an MD5, and their number fits', () => {
  const reader = new SlotsReader(TRACKER_DATA);
  assert.deepEqual([...reader.push(Buffer.from(TELL))], [verb('I AM HERE'), verb('YES')]);
  let said = '';
  for (const [more, waitsFor] of [
    ['3', 'silence'],
    ['333', 'silence'],
    [':', 'rest'],
    ['a.txt', 'rest'],
    [':5', 'rest'],
    [`:${MD5.slice(1)}`, 'rest'],
    ['0', 'silence'],
    [':', 'rest'],
    // As many digits, but it is a name.
    [MD5, 'rest'],
    [`:0:${MD5.toUpperCase()}`, 'silence'],
    ['\0', 'silence'],
  ] as const) {
    said += more;
    assert.deepEqual([...reader.push(Buffer.from(more))], [], said);
    assert.equal(reader.waitsFor, waitsFor, said);
  }
  const files = [
    { name: 'a.txt', size: 5, md5: `${MD5.slice(1)}0` },
    { name: MD5, size: 0, md5: MD5 },
  ];
  assert.deepEqual([...reader.silence()], [list(3333, files)]);
});

test('whether a list may be complete is looked at only where padding comes', (t) => {
  const looks = t.mock.getter(AnnouncementReader.prototype, 'mayBeAll');
  const reader = new SlotsReader(TRACKER_DATA);
  assert.deepEqual([...reader.push(Buffer.from(`${TELL}1${'\r'.repeat(4_000)}`))], [verb('I AM HERE'), verb('YES')]);
  for (let packet = 0; packet < 40; packet++) assert.deepEqual([...reader.push(Buffer.from('x\r'))], []);
  assert.equal(looks.mock.callCount(), 0);
  assert.deepEqual([...reader.push(Buffer.from('\r'))], []);
  assert.equal(looks.mock.callCount(), 1);
});

test('a list that is none is wrong, in one piece and in many', () => {
  for (const text of [
    'x',
    '0',
    '65536',
    '3333:',
    '3333:a',
    '3333:a:1',
    `3333:a:1:${MD5}0`,
    `3333:a:1:${MD5}:`,
    `3333::1:${MD5}`,
    `3333:a:-1:${MD5}`,
    `3333:a:1e3:${MD5}`,
    `3333:a:9007199254740993:${MD5}`,
    `3333:${'x'.repeat(5000)}:1:${MD5}`,
    '3333:\n:',
  ]) {
    for (const cut of [1, 7, Infinity]) assert.deepEqual(read(TRACKER_DATA, TELL + text, cut).at(-1), WRONG, text);
  }
});

test('names that the catalog cannot hold are left out', () => {
  const bytes = Buffer.concat([
    Buffer.from(`${TELL}1:a:1:${MD5}:${'x'.repeat(1025)}:1:${MD5}:`),
    Buffer.from([0xff]),
    Buffer.from(`:1:${MD5}:a\0b:1:${MD5}:é:1:${MD5}`),
  ]);
  const files = ['a', 'é'].map((name) => ({ name, size: 1, md5: MD5 }));
  assert.deepEqual(read(TRACKER_DATA, bytes).at(-1), list(1, files, 3));
});

test('all lists together have so much room, and what ends gives it back', () => {
  const whole = new ListRoom(100);
  const first = new ListRoom(whole);
  const text = `${TELL}1:a:1:${MD5}`;
  assert.equal(read(TRACKER_DATA, `${text}:b:1:${MD5}`, 9, first).at(-1)?.kind, 'list');
  assert.deepEqual(read(TRACKER_DATA, text, 9, new ListRoom(whole)).at(-1), WRONG);
  first.giveBack();
  assert.equal(read(TRACKER_DATA, text, 9, new ListRoom(whole)).at(-1)?.kind, 'list');
});

test('reads any bytes the same, however they are cut', () => {
  const words = fc.constantFrom('I AM HERE', 'YES', 'NO', 'CONNECT', '3333', ':', 'a.txt', ':1:', MD5, '\n', '\0', 'é');
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.array(words, { maxLength: 20 }).map((parts) => new Uint8Array(Buffer.from(parts.join('')))),
    fc.array(words, { maxLength: 20 }).map((parts) => new Uint8Array(Buffer.from(TELL + parts.join('')))),
  );
  const steps = fc.constantFrom(TRACKER_MAIN, TRACKER_DATA, PEER_MAIN, PEER_DATA);
  fc.assert(
    fc.property(noise, fc.integer({ min: 1, max: 9 }), steps, (bytes, cut, step) => {
      assert.deepEqual(read(step, bytes, cut), read(step, bytes));
    }),
    { numRuns: 500 },
  );
});
