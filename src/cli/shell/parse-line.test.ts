import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { AyniError } from '../../core/errors.ts';
import { parseLine, quoteWord, wordAtEnd } from './parse-line.ts';

test('parts words at blanks, and holds them together in quotes', () => {
  assert.deepEqual(parseLine(''), []);
  assert.deepEqual(parseLine('  \t '), []);
  assert.deepEqual(parseLine(' ls  10.0.0.7\t3000 '), ['ls', '10.0.0.7', '3000']);
  assert.deepEqual(parseLine('get "my file.txt"'), ['get', 'my file.txt']);
  assert.deepEqual(parseLine(`get left:'a  b/c' ""`), ['get', 'left:a  b/c', '']);
  assert.deepEqual(parseLine(`get "it's"`), ['get', "it's"]);
});

test('takes a quote after a letter for an apostrophe', () => {
  assert.deepEqual(parseLine("get Anna's.jpg"), ['get', "Anna's.jpg"]);
});

test('refuses a quote that is not closed, and a line without end', () => {
  for (const line of ['get "my file', 'x'.repeat(10_000)]) {
    assert.throws(
      () => parseLine(line),
      (error) => AyniError.is(error, 'usage'),
    );
  }
});

test('reads back every word that it can quote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      const quoted = quoteWord(text);
      if (quoted === undefined) assert.match(text, /".*'|'.*"/s);
      else assert.deepEqual(parseLine(`get ${quoted}`), ['get', text]);
    }),
  );
});

test('tells which word is being typed', () => {
  assert.deepEqual(wordAtEnd('ge'), { before: [], word: { text: 'ge', from: 0 } });
  assert.deepEqual(wordAtEnd('get '), { before: ['get'], word: { text: '', from: 4 } });
  assert.deepEqual(wordAtEnd('get "my fi'), { before: ['get'], word: { text: 'my fi', from: 4 } });
});
