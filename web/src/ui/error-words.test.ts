import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorWords } from './error-words.ts';

/** What is true of one situation only: an upload slot is `busy`, and so is a tracker's database. */
const TOO_MUCH = {
  busy: /queue|everybody|cola|todos|fila|database|tracker/i,
  // "You cannot revoke yourself", "the download has ended", "a link took its place".
  conflict: /exist/i,
  // "There is no /home/ana/Fotso: check the spelling."
  'not-found': /any more|ya no|já não/i,
} as const;

test('says of a code only what is true wherever it is thrown', () => {
  for (const words of Object.values(errorWords)) {
    assert.doesNotMatch(words.busy, TOO_MUCH.busy);
    assert.doesNotMatch(words.conflict, TOO_MUCH.conflict);
    assert.doesNotMatch(words['not-found'], TOO_MUCH['not-found']);
  }
});
