import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileLines, menuLines, parseChoice, peerLines } from './menu.ts';

test('offers what peers of this system offer', () => {
  assert.deepEqual(menuLines('peer_1'), [
    '--- peer_1 ---',
    '1. See the available files',
    '2. Request a file',
    '3. Leave the network',
  ]);
});

test('takes a choice by its number or its name, and nothing else', () => {
  assert.deepEqual(['1', ' 2 ', '3\n', 'FILES'].map(parseChoice), ['files', 'request', 'leave', 'files']);
  assert.deepEqual(['', '0', '4', '12', 'x'].map(parseChoice), [undefined, undefined, undefined, undefined, undefined]);
});

test('lists files, or says why there is no list', () => {
  assert.deepEqual(fileLines(['a', 'b\u001b[2J']), ['- a', '- b\\x1b[2J']);
  assert.deepEqual(fileLines([]), ['Nobody shares a file yet.']);
  assert.equal(fileLines(undefined).length, 1);
  assert.deepEqual(peerLines('a', []), ['Nobody has a.']);
  assert.deepEqual(peerLines('a', ['h:1']), ['a is at:', '- h:1']);
});
