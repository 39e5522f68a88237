import assert from 'node:assert/strict';
import { test } from 'node:test';

import { languageFor } from './language.ts';
import { wordsOf } from './words.ts';
import { Messages } from './messages.ts';

const messages = new Messages({
  'There is no {path}.': 'No existe {path}.',
  'There is no {path}: check the spelling.': 'No existe {path}: mira cómo está escrito.',
  '{where} cannot be reached: {why}.': 'No se llega a {where}: {why}.',
  'nothing listens there': 'allí no escucha nada',
  'Try again.': 'Inténtalo de nuevo.',
});

test('knows a message by the text around its values, the most of it first', () => {
  assert.equal(messages.translate('There is no a.txt.'), 'No existe a.txt.');
  assert.equal(messages.translate('There is no a: check the spelling.'), 'No existe a: mira cómo está escrito.');
});

test('translates messages within messages, one after the other, and after a name', () => {
  const unreachable = 'No se llega a left:7742: allí no escucha nada.';
  assert.equal(messages.translate('left:7742 cannot be reached: nothing listens there.'), unreachable);
  assert.equal(
    messages.translate('left:7742 cannot be reached: nothing listens there. Try again.'),
    `${unreachable} Inténtalo de nuevo.`,
  );
  assert.equal(messages.translate('photos: There is no a.'), 'photos: No existe a.');
});

test('leaves what it does not know, and what is too long to look at', () => {
  for (const text of ['', 'Something else.', 'There is no', `There is no ${'x'.repeat(5000)}.`]) {
    assert.equal(messages.translate(text), text);
  }
  // Many places where it could be parted cost no more than time in proportion.
  const odd = 'a: b. '.repeat(300);
  assert.equal(messages.translate(odd), odd);
});

test('what members write stays as they wrote it', async () => {
  const { told } = await wordsOf('es');
  assert.equal(told('Nobody shares "{text}".'), 'Nadie comparte "{text}".');
  assert.equal(told('Nobody shares "$& \\1".'), 'Nadie comparte "$& \\1".');
});

test('the language is that of the option, of AYNI_LANGUAGE, or of the locale', () => {
  assert.equal(languageFor(['get', '--language', 'pt'], { AYNI_LANGUAGE: 'es' }), 'pt');
  assert.equal(languageFor(['--language=es', 'get'], {}), 'es');
  assert.equal(languageFor([], { AYNI_LANGUAGE: 'pt', LC_ALL: 'es_PE.UTF-8' }), 'pt');
  assert.equal(languageFor([], { LC_ALL: '', LC_MESSAGES: 'es_PE.UTF-8', LANG: 'pt_BR' }), 'es');
  assert.equal(languageFor([], { LANG: 'pt_BR.UTF-8' }), 'pt');
  for (const LANG of ['C', 'C.UTF-8', 'de_DE', '']) assert.equal(languageFor([], { LANG }), 'en');
  assert.throws(() => languageFor(['--language', 'tlh'], {}), /is not spoken here/);
});
