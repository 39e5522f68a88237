import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { withoutPadding } from './codec.ts';
import { FieldReader } from './field-reader.ts';

/** The same rule for bytes, for texts and for what a reader of fields has left. */
function trimmed(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  const reader = new FieldReader();
  reader.push(bytes);
  const found = new Set([withoutPadding(text), withoutPadding(bytes).toString('latin1'), reader.rest]);
  assert.equal(found.size, 1, JSON.stringify(text));
  return [...found].join('');
}

test('padding is cut off at the end alone, in bytes and texts alike', () => {
  for (const padding of ['', '\0', '\r\n', '\n\0\r', '\0'.repeat(4_000)]) {
    assert.equal(trimmed(padding), '');
    assert.equal(trimmed(`3333${padding}`), '3333');
    // What is no padding: a blank, and a character whose lower bits look like LF.
    for (const last of ['x', ' ', '\t', '\u008a', '\u00ff'])
      assert.equal(trimmed(`1${padding}${last}`), `1${padding}${last}`);
  }
});

test('what is left ends with no padding, and only padding was cut off', () => {
  const byte = fc.constantFrom('\0', '\r', '\n', 'a', '\u00e9');
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 60 }), (bytes) => {
      const text = bytes.join('');
      const rest = trimmed(text);
      assert.ok(!['\0', '\r', '\n'].includes(rest.at(-1) ?? ''));
      assert.ok(text.startsWith(rest));
      assert.match(text.slice(rest.length).replaceAll('\0', '\n'), /^[\r\n]*$/);
    }),
  );
});
