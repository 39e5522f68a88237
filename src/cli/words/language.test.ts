import assert from 'node:assert/strict';
import { test } from 'node:test';

import { languageFor } from './language.ts';

test('the language is that of the option, of AYNI_LANGUAGE, or of the locale', () => {
  assert.equal(languageFor(['get', '--language', 'pt'], { AYNI_LANGUAGE: 'es' }), 'pt');
  assert.equal(languageFor(['--language=es', 'get'], {}), 'es');
  assert.equal(languageFor([], { AYNI_LANGUAGE: 'pt', LC_ALL: 'es_PE.UTF-8' }), 'pt');
  assert.equal(languageFor([], { LC_ALL: '', LC_MESSAGES: 'es_PE.UTF-8', LANG: 'pt_BR' }), 'es');
  assert.equal(languageFor([], { LANG: 'pt_BR.UTF-8' }), 'pt');
  for (const LANG of ['C', 'C.UTF-8', 'de_DE', '']) assert.equal(languageFor([], { LANG }), 'en');
  assert.throws(() => languageFor(['--language', 'tlh'], {}), /is not spoken here/);
});
