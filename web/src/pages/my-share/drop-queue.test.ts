import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AyniError } from '../../../../src/core/errors.ts';
import { sendAll, type DropState } from './drop-queue.ts';

const files = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ path: `folder/${n}`, file: new Blob(['abc']) }));

test('sends one file after the other, notes what fails, and counts what arrived alone', async () => {
  const states: DropState[] = [];
  let running = 0;
  await sendAll(
    files(4),
    async ({ path }) => {
      assert.equal(++running, 1);
      await Promise.resolve();
      running--;
      if (path.endsWith('2')) throw new AyniError('bad-path', 'No.');
    },
    { signal: new AbortController().signal, tell: (state) => states.push(state) },
  );
  const last = states.at(-1);
  assert.deepEqual(last?.failed, [{ path: 'folder/2', reason: 'No.' }]);
  assert.deepEqual([last.filesDone, last.bytesDone, last.running], [3, 9, false]);
});

test('stops when it is cancelled, and says no failure', async () => {
  const left = new AbortController();
  const sent: string[] = [];
  let last: DropState | undefined;
  await sendAll(
    files(3),
    async ({ path }) => {
      sent.push(path);
      left.abort();
      throw new AyniError('cancelled', 'Cancelled.');
    },
    { signal: left.signal, tell: (state) => (last = state) },
  );
  assert.deepEqual(sent, ['folder/0']);
  assert.deepEqual([last?.failures, last?.running], [0, false]);
});

test('gives up when nothing gets through any more', async () => {
  let tries = 0;
  const send = () => Promise.reject(new AyniError('disk-full', `Full ${++tries}.`));
  await sendAll(files(50), send, { signal: new AbortController().signal, tell: () => undefined });
  assert.equal(tries, 5);
});
