import assert from 'node:assert/strict';
import { test } from 'node:test';

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
