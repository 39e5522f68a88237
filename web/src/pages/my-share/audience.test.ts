import assert from 'node:assert/strict';
import { test } from 'node:test';

import { peerIdOf } from '../../../../src/core/ids.ts';
import { audienceOf, chosenOf, EVERYBODY } from './audience.ts';

const PEERS = [peerIdOf(new Uint8Array(32).fill(1))];

test('an audience that is chosen and shown again is the same, whatever its groups are called', () => {
  for (const groups of [['a', 'b c'], ['staff, night shift'], [' edge '], [',']]) {
    const restricted = { kind: 'restricted' as const, groups, peers: PEERS };
    assert.deepEqual(audienceOf(chosenOf(restricted)), restricted);
  }
  assert.deepEqual(audienceOf(chosenOf({ kind: 'everyone' })), { kind: 'everyone' });
});

test('a member alone restricts it', () => {
  const chosen = { ...EVERYBODY, everyone: false, peers: PEERS };
  assert.deepEqual(audienceOf(chosen), { kind: 'restricted', groups: [], peers: PEERS });
});

test('who was all of it and is taken out leaves nobody, not everyone', () => {
  const chosen = chosenOf({ kind: 'restricted', groups: [], peers: PEERS });
  assert.equal(audienceOf({ ...chosen, peers: [] }), 'nobody');
  assert.equal(audienceOf(chosenOf({ kind: 'restricted', groups: [], peers: [] })), 'nobody');
  assert.deepEqual(audienceOf({ ...chosen, peers: [], everyone: true }), { kind: 'everyone' });
});

test('what is typed and not added is asked for, not left out', () => {
  const chosen = chosenOf({ kind: 'restricted', groups: ['a'], peers: PEERS });
  assert.equal(audienceOf({ ...chosen, groups: { names: ['a'], typed: 'sta' } }), 'halfTyped');
  assert.equal(audienceOf({ ...chosen, typedPeer: 'Ana' }), 'halfTyped');
  assert.deepEqual(audienceOf({ ...chosen, typedPeer: 'Ana', everyone: true }), { kind: 'everyone' });
});
