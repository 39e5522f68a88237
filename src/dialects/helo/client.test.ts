import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { HeloForeignPeer } from '../../../test/support/dialects/helo-foreign-peer.ts';
import { frame } from '../../../test/support/dialects/helo-foreign-tracker.ts';
import type { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { Listening } from '../../../test/support/dialects/listening.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { AnswerReader } from './answer-reader.ts';
import { HeloFetch } from './client.ts';
import { HeloPeer } from './peer.ts';

const BIG = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 7919) & 255));
const fails = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code) && !error.message.includes('\n');

async function fetchAll(port: number, name: string, signal = new AbortController().signal): Promise<Buffer> {
  const fetch = new HeloFetch({ silenceMs: 500 });
  await using answer = await fetch.fetch({ name, host: '127.0.0.1', port }, { signal });
  assert.equal(answer.endIsKnown, true);
  const parts: Buffer[] = [];
  for await (const part of answer.chunks) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** A peer that answers whatever it is asked like this. */
async function answering(t: TestContext, serve: (talk: LineOfTalk) => Promise<void> | void): Promise<number> {
  const listening = await Listening.on(0, async (talk) => {
    await talk.readOnce();
    await serve(talk);
  });
  t.after(() => listening[Symbol.asyncDispose]());
  return listening.port;
}

test('fetches from a foreign peer, and from a peer of ours', async (t) => {
  const files = { 'a.txt': 'alpha', 'my file.txt': 'spaced', empty: '', big: BIG };
  const foreign = new HeloForeignPeer(files);
  t.after(() => foreign[Symbol.asyncDispose]());
  const ours = new HeloPeer(
    { log: SILENT, share: new MemoryShare(files) },
    { host: '127.0.0.1', port: 0, maxConnections: 10 },
  );
  t.after(() => ours[Symbol.asyncDispose]());
  for (const port of [await foreign.listen(), await ours.start()]) {
    for (const [name, bytes] of Object.entries(files))
      assert.ok((await fetchAll(port, name)).equals(Buffer.from(bytes)));
    await assert.rejects(fetchAll(port, 'nothing'), fails('not-found'));
  }
});

test('each of their errors is one of ours', async (t) => {
  const expected = {
    BADM: 'bad-answer',
    NOHI: 'unauthenticated',
    NOFI: 'not-found',
    BUSY: 'busy',
    TOOB: 'too-large',
    WHAT: 'bad-answer',
  } as const;
  for (const [code, ours] of Object.entries(expected)) {
    const port = await answering(t, (talk) => talk.write(frame('ERRR', `${code} because\nof that`)));
    await assert.rejects(fetchAll(port, 'a.txt'), fails(ours));
  }
});

test('a file that does not come to its end is an error', async (t) => {
  const cut = await answering(t, (talk) => talk.write(frame('DATA', 'half')));
  await assert.rejects(fetchAll(cut, 'a.txt'), fails('cut-off'));
  const inFrame = await answering(t, (talk) => talk.write(frame('DATA', 'half').subarray(0, 10)));
  await assert.rejects(fetchAll(inFrame, 'a.txt'), fails('cut-off'));
  const nothing = await answering(t, () => {});
  await assert.rejects(fetchAll(nothing, 'a.txt'), fails('cut-off'));
  const amid = await answering(t, (talk) => talk.write(Buffer.concat([frame('DATA', 'a'), frame('ERRR', 'BUSY now')])));
  await assert.rejects(fetchAll(amid, 'a.txt'), fails('busy'));
  const silent = await answering(t, async (talk) => {
    talk.write(frame('DATA', 'half'));
    await talk.readToEnd();
  });
  await assert.rejects(fetchAll(silent, 'a.txt'), fails('timeout'));
});

test('what is no answer is refused', async (t) => {
  for (const answer of [
    'HTTP/1.1 400 Bad Request\r\n\r\n',
    'DATA\u0001\0\0\0',
    frame('ACKN', ''),
    'ERRR NOFI unframed',
  ]) {
    const port = await answering(t, (talk) => talk.write(answer));
    await assert.rejects(fetchAll(port, 'a.txt'), fails('bad-answer'));
  }
});

test('nobody there, and cancelling', async (t) => {
  const gone = await Listening.on(0, async () => {});
  await gone[Symbol.asyncDispose]();
  await assert.rejects(fetchAll(gone.port, 'a.txt'), fails('unreachable'));
  await assert.rejects(fetchAll(gone.port, 'a.txt', AbortSignal.abort()), fails('cancelled'));
  const cancel = new AbortController();
  const port = await answering(t, async (talk) => {
    talk.write(frame('DATA', 'half'));
    cancel.abort();
    await talk.readToEnd();
  });
  await assert.rejects(fetchAll(port, 'a.txt', cancel.signal), fails('cancelled'));
});

test('reads an answer the same, however it is cut', () => {
  const bytes = Buffer.concat([frame('DATA', 'abc'), frame('DATA', 'd'), frame('DATA', ''), frame('ERRR', 'NOFI no')]);
  const read = (cut: number) => {
    const reader = new AnswerReader();
    let text = '';
    for (let at = 0; at < bytes.length; at += cut) {
      for (const part of reader.push(bytes.subarray(at, at + cut))) {
        text += part.kind === 'bytes' ? part.bytes.toString() : part.kind === 'end' ? '|' : `!${part.text}`;
      }
    }
    return text;
  };
  fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), (cut) => assert.equal(read(cut), 'abcd|!NOFI no')));
});
