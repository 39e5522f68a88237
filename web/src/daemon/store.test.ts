import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Store } from './store.ts';

test('tells those who follow of each change, until they end it', () => {
  const store = new Store(1);
  const seen: number[] = [];
  const end = store.subscribe(() => seen.push(store.get()));
  store.set(2);
  store.set(2);
  store.set(3);
  end();
  store.set(4);
  assert.deepEqual(seen, [2, 3]);
  assert.equal(store.get(), 4);
});
