import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { contentIdOfHash, peerIdOf } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import { locatedJson } from './located-json.ts';

test('sources are encoded as JSON.stringify would, also when they have changed', () => {
  const content = contentIdOfHash(new Uint8Array(32));
  const lists = [[{ protocol: 'ayni' as const, host: '10.0.0.1', port: 1 }], [], []];
  const source: fc.Arbitrary<Source> = fc.record({
    peer: fc.nat(3).map((number) => peerIdOf(new Uint8Array(32).fill(number))),
    name: fc.oneof(fc.constantFrom('Ana', '"\\ \u2028 Ñandú 🦙'), fc.string({ unit: 'binary' })),
    // The same lists again and again, as leases have them, under other names.
    endpoints: fc.constantFrom(...lists),
    pieces: fc.nat(),
    whole: fc.boolean(),
    slots: fc.record({ total: fc.nat(100), free: fc.nat(100) }),
  });
  fc.assert(
    fc.property(fc.array(source, { maxLength: 4 }), (sources) => {
      assert.deepEqual(
        JSON.parse(locatedJson({ [content]: sources })),
        JSON.parse(JSON.stringify({ [content]: sources })),
      );
    }),
  );
  assert.equal(locatedJson({}), '{}');
});
