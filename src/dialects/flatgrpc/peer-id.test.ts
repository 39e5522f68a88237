import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOfPeerId, peerIdOfAddress } from './peer-id.ts';

for (const [id, host, port] of [
  ['peer_1', 'peer_1', 5000],
  ['10.0.0.7', '10.0.0.7', 5000],
  ['10.0.0.7:5001', '10.0.0.7', 5001],
  ['host.example:80', 'host.example', 80],
  ['[::1]:5002', '::1', 5002],
  ['[fe80::1]', 'fe80::1', 5000],
  ['2001:db8::5', '2001:db8::5', 5000],
] as const) {
  test(`dials ${id} at ${host}, port ${port}`, () => assert.deepEqual(addressOfPeerId(id), { host, port }));
}

for (const id of [
  '',
  'two words',
  'a/b',
  'a:b',
  'a:0',
  'a:70000',
  'a:1:2',
  'user@host',
  '[x]:1',
  'a?b',
  '[::1',
  'a\n',
]) {
  test(`dials nothing for ${JSON.stringify(id)}`, () => assert.equal(addressOfPeerId(id), undefined));
}

test('names who serves on port 5000 by the host alone, others with their port', () => {
  assert.equal(peerIdOfAddress({ host: '10.0.0.7', port: 5000 }), '10.0.0.7');
  assert.equal(peerIdOfAddress({ host: '10.0.0.7', port: 5001 }), '10.0.0.7:5001');
  assert.equal(peerIdOfAddress({ host: '::1', port: 5000 }), '[::1]');
  assert.equal(peerIdOfAddress({ host: '::1', port: 5001 }), '[::1]:5001');
});
