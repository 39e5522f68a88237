import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AyniError } from '../../core/errors.ts';
import { serverEvents } from './event-stream.ts';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(text: string, size: number): Promise<string[]> {
  const events: string[] = [];
  for await (const { name, data } of serverEvents(pieces(new TextEncoder().encode(text), size))) {
    events.push(`${name} ${data}`);
  }
  return events;
}

test('reads events however the stream is cut', async () => {
  const text =
    ': hello\r\n\r\nid: 1\r\ndata: {"é":1}\r\n\r\ndata:two\ndata: lines\n\nevent: x\n\nid: 3\rdata: last\r\revent:y\rdata: z\r\r\n';
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 80 }), async (size) => {
      assert.deepEqual(await all(text, size), ['message {"é":1}', 'message two\nlines', 'message last', 'y z']);
    }),
  );
});

test('tells ids that come without an event, and no others', async () => {
  const text =
    'id: 1\ndata: one\n\n: still here\nid: 23\n\nid: x\n\nid:4\nevent: two\ndata: two\n\n: still here\n\nid: 5\r\n\r\n';
  const passed: number[] = [];
  const bytes = pieces(new TextEncoder().encode(text), 7);
  const names = await Array.fromAsync(
    serverEvents(bytes, (id) => passed.push(id)),
    ({ data }) => data,
  );
  assert.deepEqual(
    [names, passed],
    [
      ['one', 'two'],
      [23, 5],
    ],
  );
});

test('ends an event without end', async () => {
  await assert.rejects(all(`data: ${'x'.repeat(100_000)}`, 1_000), (error) => AyniError.is(error, 'bad-answer'));
  await assert.rejects(all('data: x\n'.repeat(20_000), 1_000), (error) => AyniError.is(error, 'bad-answer'));
});
