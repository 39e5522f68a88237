import assert from 'node:assert/strict';
import { test } from 'node:test';

import { peerIdOf } from '../../../../src/core/ids.ts';
import { audienceOf, chosenOf, EVERYBODY } from './audience.ts';

test('an audience that is chosen and shown again is the same', () => {
  const restricted = {
    kind: 'restricted' as const,
    groups: ['a', 'b c'],
    peers: [peerIdOf(new Uint8Array(32).fill(1))],
  };
  assert.deepEqual(audienceOf(chosenOf(restricted)), restricted);
  assert.deepEqual(audienceOf(chosenOf({ kind: 'everyone' })), { kind: 'everyone' });
});

test('a member alone restricts it, and nobody at all does not', () => {
  const peers = [peerIdOf(new Uint8Array(32).fill(2))];
  assert.deepEqual(audienceOf({ groups: ' , ', peers }), { kind: 'restricted', groups: [], peers });
  assert.deepEqual(audienceOf(EVERYBODY), { kind: 'everyone' });
});
