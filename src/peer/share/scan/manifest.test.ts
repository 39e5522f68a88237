import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AyniError } from '../../../core/errors.ts';
import { parseManifest } from './manifest.ts';

const parse = (text: string | Uint8Array) => parseManifest(Buffer.from(text), 'list.txt');
const failsAt = (line: number) => (error: unknown) =>
  AyniError.is(error, 'bad-manifest') && error.context['line'] === line && !error.message.includes('\n');

test('reads a name and a path that may hold blanks, and passes over empty lines', () => {
  assert.deepEqual(parse('b.txt ./shared/a.txt\r\n\n  \nc\t my files/c  d.txt \n'), [
    { name: 'b.txt', path: './shared/a.txt' },
    { name: 'c', path: 'my files/c  d.txt' },
  ]);
});

test('has no comments: a line that begins with # is a name like any other', () => {
  assert.deepEqual(parse('# a.txt'), [{ name: '#', path: 'a.txt' }]);
});

test('names the line that is wrong', () => {
  assert.throws(() => parse('a b\n\nlonely\n'), failsAt(3));
  assert.throws(() => parse('a b\na c\n'), failsAt(2));
  assert.throws(() => parse('.. b\n'), failsAt(1));
  assert.throws(() => parse('a/b c\n'), failsAt(1));
  assert.throws(() => parse('a b\0c\n'), failsAt(1));
  assert.throws(() => parse(Uint8Array.of(0x61, 0x20, 0x62, 10, 0x61, 0xff, 0x20, 0x62)), failsAt(2));
});

test('reads or refuses whatever the bytes are', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const { name, path } of parse(bytes)) assert.ok(name !== '' && path !== '' && !name.includes('/'));
      } catch (error) {
        assert.ok(AyniError.is(error, 'bad-manifest'));
      }
    }),
  );
});
