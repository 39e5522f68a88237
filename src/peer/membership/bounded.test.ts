import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { bounded } from './bounded.ts';

const failsAs = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code);
const never = new Promise<never>(() => {});

test('gives up what never ends at the deadline or the signal', async () => {
  await assert.rejects(bounded(never, 'it', { timeoutMs: 20 }), failsAs('timeout'));
  const { signal } = new AbortController();
  await assert.rejects(bounded(never, 'it', { timeoutMs: 20, signal }), failsAs('timeout'));
  const ends = new AbortController();
  const waiting = bounded(never, 'it', { timeoutMs: 60_000, signal: ends.signal });
  ends.abort();
  await assert.rejects(waiting, failsAs('cancelled'));
  await assert.rejects(bounded(never, 'it', { timeoutMs: 60_000, signal: AbortSignal.abort() }), failsAs('cancelled'));
});

test('passes on what ends in time', async () => {
  assert.equal(await bounded(Promise.resolve(7), 'it', { timeoutMs: 1_000 }), 7);
  const failure = new AyniError('busy', 'x');
  await assert.rejects(bounded(Promise.reject(failure), 'it', { timeoutMs: 1_000 }), failure);
});
