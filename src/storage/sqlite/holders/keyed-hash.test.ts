import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KeyedHash } from './keyed-hash.ts';

test('spreads words that differ in one place over all numbers, another way with another key', () => {
  const [one, other] = [new KeyedHash(Uint32Array.of(1, 2)), new KeyedHash(Uint32Array.of(1, 3))];
  for (let place = 0; place < 4; place++) {
    const [low, high] = [new Set<number>(), new Set<number>()];
    let alike = 0;
    for (let number = 0; number < 4096; number++) {
      const words = new Uint32Array(4);
      words[place] = number * 2 ** 20;
      const hash = one.of(words);
      low.add(hash & 4095);
      high.add(hash >>> 20);
      if (hash === other.of(words)) alike++;
    }
    // Of as many numbers as fall by chance some 63 % are met.
    assert.ok(low.size > 2400 && high.size > 2400, `${low.size} and ${high.size} of 4096`);
    assert.ok(alike < 3);
  }
});
