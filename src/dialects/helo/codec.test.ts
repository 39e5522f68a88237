import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AyniError } from '../../core/errors.ts';
import { encodeMessage, HeloReader, MAX_PAYLOAD_BYTES, payloadText, type HeloMessage } from './codec.ts';

interface Seen {
  framing: string;
  id: string;
  payload: string;
  problem?: string;
}

const see = ({ framing, id, payload, problem }: HeloMessage): Seen => ({
  framing,
  id,
  payload: payload.toString('latin1'),
  ...(problem === undefined ? {} : { problem }),
});

/** What comes out when the bytes come cut like this and the stream ends then. */
function read(bytes: Uint8Array | string, cut = Infinity): Seen[] {
  const reader = new HeloReader();
  const all = Buffer.from(bytes);
  const seen: Seen[] = [];
  for (let at = 0; at < all.length; at += cut) seen.push(...[...reader.push(all.subarray(at, at + cut))].map(see));
  return [...seen, ...[...reader.silence()].map(see)];
}

const unframed = (id: string, payload: string, problem?: string): Seen => ({
  framing: 'unframed',
  id,
  payload,
  ...(problem === undefined ? {} : { problem }),
});
const framed = (id: string, payload: string, problem?: string): Seen => ({
  ...unframed(id, payload, problem),
  framing: 'framed',
});

test('an unframed message without terminator is complete when nothing more comes, and not before', () => {
  const reader = new HeloReader();
  assert.deepEqual([...reader.push(Buffer.from('HELO hi'))], []);
  assert.equal(reader.waitsFor, 'silence');
  assert.deepEqual([...reader.silence()].map(see), [unframed('HELO', 'hi')]);
  assert.equal(reader.waitsFor, 'message');
  assert.deepEqual([...reader.silence()], []);
  assert.deepEqual([...reader.push(Buffer.from('QUIT listado\n'))].map(see), [unframed('QUIT', 'listado')]);
});

test('silence does not end a frame', () => {
  const reader = new HeloReader();
  assert.deepEqual([...reader.push(Buffer.from('ADDF\0\0\0\u0003ab'))], []);
  assert.equal(reader.waitsFor, 'rest');
  assert.deepEqual([...reader.silence()], []);
  assert.deepEqual([...reader.push(Buffer.from('c'))].map(see), [framed('ADDF', 'abc')]);
});

test('reads both framings on one connection, cut anywhere', () => {
  const bytes = 'HELO a:1\r\nQUIT\0\0\0\0RQFS\0\0\0\u0004a\nb RQFS  x \nQUIT\nREQF';
  const expected = [
    unframed('HELO', 'a:1'),
    framed('QUIT', ''),
    framed('RQFS', 'a\nb '),
    unframed('RQFS', ' x '),
    unframed('QUIT', ''),
    unframed('REQF', ''),
  ];
  for (const cut of [1, 2, 3, 5, 7, Infinity]) assert.deepEqual(read(bytes, cut), expected, `cut ${cut}`);
});

test('a buffer that is padded with NUL is what it holds', () => {
  assert.deepEqual(read(`HELO hi${'\0'.repeat(1017)}`), [unframed('HELO', 'hi')]);
});

test('what is no message is told up to its line end, and the next one is read', () => {
  assert.deepEqual(read('xy\nGET / HTTP/1.1\r\n\r\nHELO hi\n'), [
    unframed('xy', '', 'malformed'),
    unframed('GET ', ' HTTP/1.1', 'malformed'),
    unframed('HELO', 'hi'),
  ]);
});

test('reports a payload over 1 MiB once, keeps none of it, and reads on after it', () => {
  const long = 'x'.repeat(MAX_PAYLOAD_BYTES);
  assert.equal(read(encodeMessage('framed', 'ADDF', long))[0]?.payload.length, MAX_PAYLOAD_BYTES);
  assert.equal(read(`ADDF ${long}\n`)[0]?.payload.length, MAX_PAYLOAD_BYTES);

  const head = Buffer.from('ADDF\0\u0010\0\u0001', 'latin1');
  const frames = Buffer.concat([head, Buffer.from(`${long}x`), encodeMessage('framed', 'QUIT')]);
  assert.deepEqual(read(frames, 65_536), [framed('ADDF', '', 'too-big'), framed('QUIT', '')]);
  assert.deepEqual(read(`ADDF ${long}x\nQUIT\n`, 65_536), [unframed('ADDF', '', 'too-big'), unframed('QUIT', '')]);
  // Told before the rest has come, however long that takes.
  assert.deepEqual([...new HeloReader().push(head)].map(see), [framed('ADDF', '', 'too-big')]);
});

test('encodes what it reads', () => {
  assert.equal(encodeMessage('unframed', 'RPFL', '0').toString(), 'RPFL 0\n');
  assert.equal(encodeMessage('unframed', 'ACKN').toString(), 'ACKN\n');
  assert.equal(encodeMessage('framed', 'ACKN').toString('latin1'), 'ACKN\0\0\0\0');
  assert.equal(encodeMessage('framed', 'REQF', 'é').toString('latin1'), 'REQF\0\0\0\u0002Ã©');
  assert.throws(
    () => encodeMessage('framed', 'RPFL', 'x'.repeat(MAX_PAYLOAD_BYTES + 1)),
    (error) => AyniError.is(error, 'too-large'),
  );
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 5 }), fc.integer({ min: 1, max: 20 }), (payloads, cut) => {
      const bytes = Buffer.concat(payloads.map((payload) => encodeMessage('framed', 'ADDF', payload)));
      const expected = payloads.map((payload) => framed('ADDF', Buffer.from(payload).toString('latin1')));
      assert.deepEqual(read(bytes, cut), expected);
    }),
  );
});

test('tells text that is not UTF-8', () => {
  assert.equal(payloadText(Buffer.from('é')), 'é');
  assert.equal(payloadText(Buffer.of(0x61, 0xff)), undefined);
});

test('reads any bytes the same, however they are cut', () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .array(fc.constantFrom('HELO', 'ADDF', ' ', '\n', '\r', '\0\0\0\u0002', 'a:1', 'xyz'), { maxLength: 20 })
      .map((parts) => new Uint8Array(Buffer.from(parts.join('')))),
  );
  fc.assert(
    fc.property(noise, fc.integer({ min: 1, max: 9 }), (bytes, cut) => {
      assert.deepEqual(read(bytes, cut), read(bytes));
    }),
  );
});
