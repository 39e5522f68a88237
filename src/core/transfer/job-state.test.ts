import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasEnded, JOB_STATES, stateAfter } from './job-state.ts';

test('a paused or ended job is not moved by its own progress', () => {
  for (const state of ['paused', 'failed', 'done', 'cancelled'] as const) {
    for (const event of ['run', 'wait', 'block', 'finish', 'fail'] as const) {
      assert.equal(stateAfter(state, event), undefined, `${state} ${event}`);
    }
  }
});

test('a job can be cancelled until it is done, and resumed after it failed', () => {
  for (const state of JOB_STATES) assert.equal(stateAfter(state, 'cancel'), state === 'done' ? undefined : 'cancelled');
  assert.equal(stateAfter('failed', 'resume'), 'waiting');
  assert.equal(stateAfter('blocked', 'run'), 'running');
  assert.equal(stateAfter('done', 'resume'), undefined);
  assert.ok(hasEnded('failed') && !hasEnded('paused'));
});
