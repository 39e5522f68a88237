import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NO_FILTERS, queryOf } from './filters.ts';

test('asks for everything while nothing is chosen', () => {
  assert.deepEqual(queryOf(NO_FILTERS, 100), { text: '', limit: 100 });
});

test('asks for files where a kind or a size is chosen, and for folders alone without a size', () => {
  const images = queryOf({ ...NO_FILTERS, text: ' sea ', kind: 'image', size: 'small' }, 10);
  assert.equal(images.text, 'sea');
  assert.equal(images.kind, 'file');
  assert.equal(images.maxSize, 1e6);
  assert.ok(images.extensions?.includes('jpg'));
  assert.equal(queryOf({ ...NO_FILTERS, size: 'huge' }, 10).kind, 'file');
  assert.deepEqual(queryOf({ ...NO_FILTERS, kind: 'folder', size: 'huge', online: true }, 10), {
    text: '',
    limit: 10,
    kind: 'directory',
    online: true,
  });
});

test('cuts a text that the tracker would refuse', () => {
  assert.equal(queryOf({ ...NO_FILTERS, text: 'x'.repeat(4000) }, 10).text.length, 1024);
});
