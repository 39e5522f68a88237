import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { helpLines, P4_PROMPT, P4_VERBS, parseP4Command } from './console.ts';

for (const [line, command] of [
  ['', { verb: 'nothing' }],
  ['   ', { verb: 'nothing' }],
  ['help', { verb: 'help' }],
  [' list \n', { verb: 'list' }],
  ['disconnect', { verb: 'disconnect' }],
  ['exit', { verb: 'exit' }],
  ['connect', { verb: 'connect', host: 'localhost', port: 8000, token: undefined }],
  ['connect -p 9000 -t secret -h 10.0.0.7', { verb: 'connect', host: '10.0.0.7', port: 9000, token: 'secret' }],
  ['where a.txt', { verb: 'where', file: 'a.txt' }],
  ['where "a b.txt"', { verb: 'where', file: 'a b.txt' }],
  ["get 'it is' -o out", { verb: 'get', file: 'it is', out: 'out' }],
  ['get -o out a', { verb: 'get', file: 'a', out: 'out' }],
  ['get a', { verb: 'get', file: 'a', out: undefined }],
] as const) {
  test(`understands ${JSON.stringify(line)}`, () => assert.deepEqual(parseP4Command(line), command));
}

for (const line of [
  'where',
  'where a b',
  'get',
  'get a b',
  'get a -o',
  'get a -x y',
  'connect here',
  'connect -p 0',
  'connect -p x',
  'connect -h',
  'list all',
  'where "a',
  'toString',
  'LIST',
]) {
  test(`says what is wrong with ${JSON.stringify(line)}`, () => assert.equal(parseP4Command(line).verb, 'mistake'));
}

test('never throws', () => {
  fc.assert(fc.property(fc.string(), (line) => parseP4Command(line).verb.length > 0));
});

test('lists each verb in its help', () => {
  assert.equal(P4_PROMPT, 'P4> ');
  assert.deepEqual(P4_VERBS, ['help', 'connect', 'disconnect', 'list', 'where', 'get', 'exit']);
  assert.equal(helpLines().length, 7);
});
