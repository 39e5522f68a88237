import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AyniError } from '../core/errors.ts';
import { reportError } from './report-error.ts';
import { Output } from './terminal/output.ts';

/** What a failure prints to stderr, and its exit code. */
function reported(error: unknown, options: { env?: NodeJS.ProcessEnv; json?: boolean; aborted?: boolean } = {}) {
  const { env = {}, json = false, aborted = false } = options;
  let text = '';
  const on = () => undefined;
  const stderr = { write: (chunk: string) => void (text += chunk), on };
  const stdout = { write: (chunk: string) => assert.fail(`stdout gets ${chunk}`), on };
  const output = new Output({ stdout, stderr, env });
  output.json = json;
  const signal = aborted ? AbortSignal.abort() : new AbortController().signal;
  const code = reportError(error, { output, env, signal, self: 'ayni' });
  return { code, text };
}

test('tells an error in one line, whatever others put into it', () => {
  const { code, text } = reported(new AyniError('not-found', 'No \u001b[2Jfile\nhere.'));
  assert.equal(code, 4);
  assert.equal(text, 'ayni: No \\x1b[2Jfile\\x0ahere.\n');
});

test('tells programs the code and the facts', () => {
  const { code, text } = reported(new AyniError('port-in-use', 'Taken.', { context: { port: 1 } }), { json: true });
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(text), { error: { code: 'port-in-use', message: 'Taken.', context: { port: 1 } } });
});

test('shows the stack of a bug, and of anything under AYNI_DEBUG=1', () => {
  assert.match(reported(new TypeError('oops')).text, /^ayni: oops\nThis is a bug in Ayni\.[^]*TypeError: oops\n +at /);
  const cause = new Error('why');
  const error = new AyniError('io-failed', 'What.', { cause });
  assert.equal(reported(error).text, 'ayni: What.\n');
  assert.match(reported(error, { env: { AYNI_DEBUG: '1' } }).text, /AyniError: What\.[^]*caused by: Error: why/);
});

test('names the request of an unexpected failure, and not of one that explains itself', () => {
  const context = { request: '4f0a\n12' };
  assert.match(reported(new AyniError('internal', 'Odd.', { context })).text, /\nrequest 4f0a\\x0a12, see the log/);
  assert.ok(!reported(new AyniError('not-found', 'None.', { context })).text.includes('request'));
});

test('says nothing to who pressed Ctrl-C', () => {
  assert.deepEqual(reported(new AyniError('cancelled', 'Interrupted.'), { aborted: true }), { code: 130, text: '' });
  assert.equal(
    reported(new AyniError('cancelled', 'The download was cancelled.')).text,
    'ayni: The download was cancelled.\n',
  );
});
