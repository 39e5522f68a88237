import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { HeloForeignTracker as SmallTracker, frame } from '../../../test/support/dialects/helo-foreign-tracker.ts';
import { Listening } from '../../../test/support/dialects/listening.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { HeloForeignTracker } from './foreign-tracker.ts';
import { HeloTracker } from './tracker.ts';

const signal = new AbortController().signal;
const ME = '127.0.0.1:7';
const fails = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code);

function join(t: TestContext, port: number, share: MemoryShare, refreshMs = 60_000): HeloForeignTracker {
  const at = { host: '127.0.0.1', port, peerPort: 7 };
  const client = new HeloForeignTracker({ log: SILENT, share }, at, { silenceMs: 1_000, refreshMs });
  t.after(() => client[Symbol.asyncDispose]());
  return client;
}

/** Waits until it is so. */
async function eventually(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds());
}

test('registers at a foreign tracker, announces, searches, locates and leaves', async (t) => {
  const tracker = await SmallTracker.start();
  t.after(() => tracker[Symbol.asyncDispose]());
  tracker.announced.set('127.0.0.1:9', ['a.txt', 'a.txt.old']);
  tracker.announced.set('other.example:10', ['a.txt']);
  const client = join(t, tracker.port, new MemoryShare({ 'a.txt': '1', 'my file.txt': '2' }));
  await client.start({ signal });
  assert.deepEqual(tracker.announced.get(ME), ['a.txt', 'my file.txt']);
  assert.deepEqual(await client.search('', { signal }), [{ name: 'a.txt' }, { name: 'a.txt.old' }]);
  assert.deepEqual(await client.search('my', { signal }), [], 'this peer knows its own');
  assert.deepEqual(await client.locate('a.txt', { signal }), [
    { name: 'a.txt', host: '127.0.0.1', port: 9 },
    { name: 'a.txt', host: 'other.example', port: 10 },
  ]);
  await client[Symbol.asyncDispose]();
  await eventually(() => !tracker.announced.has(ME));
});

test('keeps the tracker told what came and what went', async (t) => {
  const tracker = await SmallTracker.start();
  t.after(() => tracker[Symbol.asyncDispose]());
  const share = new MemoryShare({ 'a.txt': '1' });
  await join(t, tracker.port, share, 20).start({ signal });
  share.add('b.txt', '2');
  await eventually(() => tracker.announced.get(ME)?.join() === 'a.txt,b.txt');
  share.remove('a.txt');
  await eventually(() => tracker.announced.get(ME)?.join() === 'b.txt');
});

test('comes back to a tracker that was started again', async (t) => {
  const first = await SmallTracker.start();
  const { port } = first;
  const client = join(t, port, new MemoryShare({ 'a.txt': '1' }), 20);
  await client.start({ signal });
  await first[Symbol.asyncDispose]();
  await assert.rejects(client.search('', { signal }), fails('unreachable'));
  const second = await SmallTracker.start(port);
  t.after(() => second[Symbol.asyncDispose]());
  await eventually(() => second.announced.get(ME)?.join() === 'a.txt');
});

test('announces many files, some with names that a list cannot carry, at a tracker of ours', async (t) => {
  const registry = new MemoryRegistry();
  const tracker = new HeloTracker(
    { log: SILENT, registry },
    { host: '127.0.0.1', port: 0, maxConnections: 10, ttlMs: 60_000 },
  );
  t.after(() => tracker[Symbol.asyncDispose]());
  const share = new MemoryShare({ 'tab\there.txt': '1' });
  for (let i = 0; i < 30_000; i++) share.add(`a rather long name of a file ${i}.txt`, '');
  await join(t, await tracker.start(), share).start({ signal });
  const files = await registry.files();
  assert.equal(files.length, 30_001);
  assert.equal(files[0]?.name, 'tab%09here.txt');
});

test('a tracker that is silent, gone, or speaks something else is an error', async (t) => {
  const silent = await Listening.on(0, async (talk) => void (await talk.readToEnd()));
  t.after(() => silent[Symbol.asyncDispose]());
  await assert.rejects(join(t, silent.port, new MemoryShare()).start({ signal }), fails('timeout'));
  const other = await Listening.on(0, async (talk) => talk.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
  t.after(() => other[Symbol.asyncDispose]());
  await assert.rejects(join(t, other.port, new MemoryShare()).start({ signal }), fails('bad-answer'));
  const refuses = await Listening.on(0, async (talk) => {
    await talk.readOnce();
    talk.write(frame('ERRR', 'BUSY full'));
    await talk.readToEnd();
  });
  t.after(() => refuses[Symbol.asyncDispose]());
  await assert.rejects(join(t, refuses.port, new MemoryShare()).start({ signal }), fails('busy'));
  await assert.rejects(
    join(t, silent.port, new MemoryShare()).start({ signal: AbortSignal.abort() }),
    fails('cancelled'),
  );
});
