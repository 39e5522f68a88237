import assert from 'node:assert/strict';
import test from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AyniError } from '../../../core/errors.ts';
import { Caller, type LineEvents } from './caller.ts';
import { inlineLine } from './lines.ts';

const operations = {
  double: (n: number) => n * 2,
  nothing: () => {},
  never: () => new Promise<void>(() => {}),
  refuse: () => {
    throw new AyniError('not-found', 'No such thing.', { context: { thing: 'x' } });
  },
  fail: () => {
    throw new TypeError('oh');
  },
};
type Sample = typeof operations;

function callerOf(options: { maxPending?: number; timeoutMs?: number } = {}) {
  const lines: LineEvents[] = [];
  const connect = (events: LineEvents) => {
    lines.push(events);
    return inlineLine({ operations, run: (_operation, job) => job(), close() {} }, events);
  };
  const caller = new Caller<Sample>(connect, { maxPending: 10, timeoutMs: 5000, what: 'sampling', ...options });
  return { caller, lines };
}

test('calls operations, and brings back what they return or throw', async () => {
  const { caller } = callerOf();
  assert.equal(await caller.call('double', 21), 42);
  assert.equal(await caller.call('nothing'), undefined);
  await assert.rejects(caller.call('refuse'), { name: 'AyniError', code: 'not-found', context: { thing: 'x' } });
  await assert.rejects(caller.call('fail'), { code: 'internal', message: 'oh' });
  await caller.close();
});

test('refuses more calls than may wait', async () => {
  const { caller } = callerOf({ maxPending: 2 });
  const both = [caller.call('double', 1), caller.call('double', 2)];
  await assert.rejects(caller.call('double', 3), { code: 'busy' });
  assert.deepEqual(await Promise.all(both), [2, 4]);
  assert.equal(await caller.call('double', 4), 8);
  await caller.close();
});

test('gives up on a thread that does not answer, and starts another', async () => {
  const { caller, lines } = callerOf({ timeoutMs: 50 });
  const hold = setInterval(() => {}, 1000);
  await assert.rejects(caller.call('never'), { code: 'timeout' });
  assert.equal(await caller.call('double', 5), 10);
  assert.equal(lines.length, 2);
  clearInterval(hold);
  await caller.close();
});

test('tells those who wait when the thread ends by itself, and starts another', async () => {
  const { caller, lines } = callerOf();
  const waiting = caller.call('never');
  lines[0]?.gone(new Error('exit code 1'));
  await assert.rejects(waiting, { code: 'internal' });
  assert.equal(await caller.call('double', 6), 12);
  await caller.close();
});

test('ends after the calls that wait, and refuses later ones', async () => {
  const { caller } = callerOf();
  const last = caller.call('double', 7);
  await caller.close();
  assert.equal(await last, 14);
  await assert.rejects(caller.call('double', 8), { code: 'cancelled' });
});

test('who still waits when it is closed hears what became of the call', async () => {
  const later = async (_operation: string, job: () => unknown) => {
    await nextTurn();
    return job();
  };
  const connect = (events: LineEvents) => inlineLine({ operations, run: later, close() {} }, events);
  const caller = new Caller<Sample>(connect, { maxPending: 10, timeoutMs: 5000, what: 'sampling' });
  const waiting = Promise.allSettled([caller.call('double', 4), caller.call('refuse')]);
  await caller.close();
  const [doubled, refused] = await waiting;
  assert.deepEqual(doubled, { status: 'fulfilled', value: 8 });
  assert.equal(refused.status === 'rejected' && AyniError.is(refused.reason, 'not-found'), true);
});
