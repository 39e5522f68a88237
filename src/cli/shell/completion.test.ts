import assert from 'node:assert/strict';
import { test } from 'node:test';

import { completionsOf } from './completion.ts';

const KNOWN = { peers: ['left', 'right'], files: ['a.txt', 'my file.txt', 'my file.txt'] };

test('completes commands, then the peers and files that the command takes', () => {
  assert.deepEqual(completionsOf('re', KNOWN), [['rehash', 'rescan'], 're']);
  assert.deepEqual(completionsOf('help whe', KNOWN), [['where'], 'whe']);
  assert.deepEqual(completionsOf('ls ', KNOWN), [['left', 'right'], '']);
  assert.deepEqual(completionsOf('get a', KNOWN), [['a.txt'], 'a']);
  assert.deepEqual(completionsOf('get le', KNOWN), [['left:'], 'le']);
  assert.deepEqual(completionsOf('quit ', KNOWN), [[], '']);
});

test('offers no name that would do something to the terminal', () => {
  const files = ['a.txt', 'a\u001b]0;owned\u0007.txt', 'a\u202etxt'];
  assert.deepEqual(completionsOf('get a', { peers: ['a\u001b[2J'], files }), [['a.txt'], 'a']);
});

test('quotes a name with blanks, each once, and replaces the quote that is open', () => {
  assert.deepEqual(completionsOf('get my', KNOWN), [['"my file.txt"'], 'my']);
  assert.deepEqual(completionsOf('get "my f', KNOWN), [['"my file.txt"'], '"my f']);
});
