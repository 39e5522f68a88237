import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nameOfPath, pathOfName } from './url-name.ts';

test('finds the name that a path was made of, whatever it holds', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
    .map((value) => value.toWellFormed().replaceAll(/[/\0]/g, '_'))
    .filter((value) => value !== '.' && value !== '..');
  fc.assert(fc.property(name, (value) => assert.equal(nameOfPath(pathOfName(value)), value)));
});

for (const [url, name] of [
  ['/files/a%20b.txt', 'a b.txt'],
  ['/files/a+b.txt', 'a+b.txt'],
  ['/files/100%.txt', '100%.txt'],
  ['/files/100%25.txt', '100%.txt'],
  ['/files/a.txt?download=1', 'a.txt'],
  ['/files/%C3%B1', 'ñ'],
  // Bytes over 127 without percent signs, as Node hands them on.
  ['/files/\xC3\xB1', 'ñ'],
] as const) {
  test(`reads ${url} as ${name}`, () => assert.equal(nameOfPath(url), name));
}

for (const url of [
  '/files/',
  '/files',
  '/other/a',
  '/files/a/b',
  '/files/..',
  '/files/../secret',
  '/files/%2e%2e',
  '/files/%2e%2e%2fsecret',
  '/files/a%2Fb',
  '/files/a%00b',
  '/files/%C3%28',
  `/files/${'a'.repeat(5_000)}`,
]) {
  test(`finds no name in ${url.slice(0, 40)}`, () => assert.equal(nameOfPath(url), undefined));
}
