import assert from 'node:assert/strict';
import { test } from 'node:test';

import { preferredLanguage } from './languages.ts';
import { isolated, plural } from './words.ts';

test('counts with the form and the figures of the language', () => {
  const english = plural('en');
  const counted = [0, 1, 2, 1234].map((count) => english(count, '# file', '# files'));
  assert.deepEqual(counted, ['0 files', '1 file', '2 files', '1,234 files']);
  assert.equal(plural('es')(12_345, '# archivo', '# archivos'), '12.345 archivos');
  // Portuguese counts nothing as one.
  assert.equal(plural('pt')(0, '# arquivo', '# arquivos'), '0 arquivo');
});

test('keeps a name from reaching beyond itself in a sentence', () => {
  assert.equal(isolated('\u2069\u202egnp.exe'), '\u2068\ufffd\ufffdgnp.exe\u2069');
  assert.equal(isolated('n'.repeat(4096)).length, 82);
});

test('takes the first language of the browser that there is', () => {
  assert.equal(preferredLanguage(['de-CH', 'pt-BR', 'es']), 'pt');
  assert.equal(preferredLanguage(['ES-419']), 'es');
  assert.equal(preferredLanguage(['ja', 'eo']), 'en');
  assert.equal(preferredLanguage([]), 'en');
});
