import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sayUnfinished } from './say-shares.ts';
import { wordsOf } from './words/words.ts';

test('files that are being written are told of where nothing else is left to do', async () => {
  const [en, es] = await Promise.all([wordsOf('en'), wordsOf('es')]);
  assert.equal(
    sayUnfinished(en, { state: 'ready', pendingFiles: 1 }),
    '1 file still being written: shared when nothing changes any more.',
  );
  assert.equal(
    sayUnfinished(es, { state: 'ready', pendingFiles: 2 }),
    'Aún se escribe en 2 archivos: se comparte cuando ya nada cambie.',
  );
  assert.equal(sayUnfinished(en, { state: 'ready', pendingFiles: 0 }), undefined);
  assert.equal(sayUnfinished(en, { state: 'hashing', pendingFiles: 3 }), undefined);
});
