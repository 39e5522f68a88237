import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { Listening } from '../../../test/support/dialects/listening.ts';
import type { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { md5Of } from '../../../test/support/dialects/slots-foreign-peer.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { SlotsFetch } from './client.ts';
import { SlotsForeignTracker } from './foreign-tracker.ts';

const fails = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code) && !error.message.includes('\n');
const LIVE = new AbortController().signal;

/** A main port that answers like this, whatever it is asked. */
async function answering(t: TestContext, serve: (talk: LineOfTalk) => Promise<void> | void): Promise<number> {
  const listening = await Listening.on(0, async (talk) => {
    await talk.readOnce();
    await serve(talk);
  });
  t.after(() => listening[Symbol.asyncDispose]());
  return listening.port;
}

/** A main port whose data ports answer like this. */
async function dataAnswering(t: TestContext, serve: (talk: LineOfTalk) => Promise<void> | void): Promise<number> {
  const data = await answering(t, serve);
  return answering(t, (talk) => talk.write(String(data)));
}

async function fetchAll(port: number, options: { md5?: string; name?: string; signal?: AbortSignal } = {}) {
  const { name = 'a.txt', md5, signal = LIVE } = options;
  const fetch = new SlotsFetch({ silenceMs: 400 });
  const source = { name, host: '127.0.0.1', port, ...(md5 === undefined ? {} : { md5 }) };
  await using answer = await fetch.fetch(source, { signal });
  let text = '';
  for await (const part of answer.chunks) text += Buffer.from(part).toString();
  return text;
}

test('reads an answer however it is cut, whatever the bytes of the file are', async (t) => {
  const port = await dataAnswering(t, async (talk) => {
    for (const letter of 'OKFILE NOT FOUND: me') {
      talk.write(letter);
      await sleep(2);
    }
  });
  assert.equal(await fetchAll(port, { md5: md5Of('FILE NOT FOUND: me') }), 'FILE NOT FOUND: me');
});

test('a port that listens a moment later is tried again', async (t) => {
  const port = await answering(t, async (talk) => {
    const free = await Listening.on(0, async () => {});
    await free[Symbol.asyncDispose]();
    talk.write(String(free.port));
    await sleep(120);
    const server = createServer((socket) => socket.end('OKlate')).listen(free.port, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
  });
  assert.equal(await fetchAll(port), 'late');
});

test('what a peer refuses is an error of ours', async (t) => {
  await assert.rejects(fetchAll(await answering(t, (talk) => talk.write('NO CONNECTION'))), fails('busy'));
  const missing = await dataAnswering(t, (talk) => talk.write('FILE NOT FOUND: a.txt'));
  await assert.rejects(fetchAll(missing), fails('not-found'));
  await assert.rejects(fetchAll(missing, { name: 'a\nb' }), fails('not-found'));
  await assert.rejects(fetchAll(missing, { name: '' }), fails('not-found'));
});

test('what is no answer is refused', async (t) => {
  for (const said of ['HTTP/1.1 400', '0', '99999', '12x', 'x'.repeat(5000)]) {
    const port = await answering(t, (talk) => talk.write(said));
    await assert.rejects(fetchAll(port), fails('bad-answer'), said);
    const data = await dataAnswering(t, (talk) => talk.write(`no${said}`));
    await assert.rejects(fetchAll(data), fails('bad-answer'), said);
  }
  await assert.rejects(fetchAll(await answering(t, () => {})), fails('bad-answer'));
  await assert.rejects(fetchAll(await dataAnswering(t, () => {})), fails('cut-off'));
});

test('silence, vanishing and cancelling', async (t) => {
  const silent = async (talk: LineOfTalk) => void (await talk.readToEnd());
  await assert.rejects(fetchAll(await answering(t, silent)), fails('timeout'));
  await assert.rejects(fetchAll(await dataAnswering(t, silent)), fails('timeout'));
  const half = await dataAnswering(t, async (talk) => {
    talk.write('OKhalf');
    await silent(talk);
  });
  await assert.rejects(fetchAll(half), fails('timeout'));
  const breaks = await dataAnswering(t, (talk) => {
    talk.write('OKhalf');
    setTimeout(() => talk.socket.resetAndDestroy(), 20);
    return silent(talk);
  });
  await assert.rejects(fetchAll(breaks), fails('cut-off'));
  const gone = await Listening.on(0, async () => {});
  await gone[Symbol.asyncDispose]();
  await assert.rejects(fetchAll(gone.port), fails('unreachable'));
  await assert.rejects(fetchAll(half, { signal: AbortSignal.abort() }), fails('cancelled'));
  await assert.rejects(fetchAll(half, { signal: AbortSignal.timeout(100) }), fails('cancelled'));
});

test('a tracker that speaks something else, or is silent, is an error, and starting there is none', async (t) => {
  const noise = await answering(t, (talk) => talk.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const silent = await answering(t, async (talk) => void (await talk.readToEnd()));
  const busy = await answering(t, (talk) => talk.write('NO CONNECTION'));
  for (const [port, code] of [
    [noise, 'bad-answer'],
    [silent, 'timeout'],
    [busy, 'bad-answer'],
  ] as const) {
    const at = { host: '127.0.0.1', port, peerPort: 3333 };
    await using tracker = new SlotsForeignTracker({ log: SILENT, share: new MemoryShare() }, at, { silenceMs: 200 });
    await tracker.start({ signal: LIVE });
    await assert.rejects(
      tracker.search('', { signal: LIVE }),
      (error) => AyniError.is(error, code) || AyniError.is(error, 'cut-off'),
    );
  }
});
