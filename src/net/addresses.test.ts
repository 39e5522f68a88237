import assert from 'node:assert/strict';
import { test } from 'node:test';

import { reachableAddresses } from './addresses.ts';

const outside = (address: string) => ({ address, internal: false });

test('private IPv4 comes first, virtual interfaces last, link-local and loopback not at all', () => {
  const addresses = reachableAddresses({
    lo: [{ address: '127.0.0.1', internal: true }],
    docker0: [outside('172.17.0.1')],
    eth0: [
      outside('fe80::1'),
      outside('2001:db8::5'),
      outside('fd00::5'),
      outside('203.0.113.9'),
      outside('192.168.1.5'),
    ],
    wlan0: [outside('169.254.3.3'), outside('192.168.1.5')],
  });
  assert.deepEqual(addresses, ['192.168.1.5', '203.0.113.9', '2001:db8::5', 'fd00::5', '172.17.0.1']);
});

test('a machine without a network has its loopback', () => {
  assert.deepEqual(reachableAddresses({ lo: [{ address: '127.0.0.1', internal: true }] }), ['127.0.0.1']);
  assert.ok(reachableAddresses().length > 0);
});
