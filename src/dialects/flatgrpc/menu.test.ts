import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileLines, menuLines, parseChoice, parsePeerArguments, peerLines } from './menu.ts';

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
  assert.deepEqual(fileLines(['a', 'b\u001b[2J']), ['- a', '- b\uFFFD[2J']);
  assert.deepEqual(fileLines([]), ['Nobody shares a file yet.']);
  assert.equal(fileLines(undefined).length, 1);
  assert.deepEqual(peerLines('a', []), ['Nobody has a.']);
  assert.deepEqual(peerLines('a', ['h:1']), ['a is at:', '- h:1']);
});

test('starts a peer with what is given, and the defaults for the rest', () => {
  assert.deepEqual(parsePeerArguments([]), { peerId: 'peer_1', httpPort: 5000, directory: './files' });
  assert.deepEqual(parsePeerArguments(['peer_2', '5001', './x']), {
    peerId: 'peer_2',
    httpPort: 5001,
    directory: './x',
  });
  for (const words of [['a', 'b'], ['a', '0'], ['a', '70000'], ['a', '1', 'b', 'c'], ['']]) {
    assert.equal(parsePeerArguments(words), undefined);
  }
});
