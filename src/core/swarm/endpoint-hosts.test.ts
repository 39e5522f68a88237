import assert from 'node:assert/strict';
import { isIPv4, isIPv6 } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { acceptedEndpoints } from './endpoint-hosts.ts';
import { parseIp, plainAddress, scopeOf } from './ip-address.ts';

const from = (observed: string, more: { local?: string[]; trusted?: boolean } = {}) => ({
  observed,
  local: [],
  trusted: false,
  ...more,
});
const hosts = (announced: (string | undefined)[], seen: ReturnType<typeof from>) =>
  acceptedEndpoints(
    announced.map((host) => ({ protocol: 'ayni', port: 7742, ...(host === undefined ? {} : { host }) })),
    seen,
  ).map(({ host }) => host);

test('an endpoint without host gets the address that the tracker sees', () => {
  assert.deepEqual(hosts([undefined], from('192.0.2.7')), ['192.0.2.7']);
  assert.deepEqual(hosts([undefined], from('127.0.0.1')), ['127.0.0.1']);
});

test('nobody announces an address of the internet but the one it comes from', () => {
  assert.deepEqual(hosts(['198.51.100.1', '2001:db8::1'], from('192.0.2.7')), ['192.0.2.7']);
  assert.deepEqual(hosts(['198.51.100.1'], from('10.0.0.5')), ['10.0.0.5']);
  assert.deepEqual(hosts(['victim.example', 'localhost'], from('10.0.0.5')), ['10.0.0.5']);
});

test('nobody who comes from the internet announces a private address or loopback', () => {
  assert.deepEqual(hosts(['10.0.0.1', '127.0.0.1', 'fd00::1', '169.254.1.1'], from('192.0.2.7')), ['192.0.2.7']);
});

test('a machine of the site may have several private addresses', () => {
  assert.deepEqual(hosts(['192.168.1.5', 'fd00::5'], from('10.0.0.5')), ['192.168.1.5', 'fd00::5', '10.0.0.5']);
});

test('a peer beside the tracker announces what its machine has, and loopback only when there is nothing else', () => {
  const local = { local: ['192.0.2.7', '10.0.0.5'] };
  assert.deepEqual(hosts(['192.0.2.7', '10.0.0.5'], from('127.0.0.1', local)), ['192.0.2.7', '10.0.0.5']);
  assert.deepEqual(hosts(['198.51.100.1'], from('127.0.0.1', local)), ['127.0.0.1']);
  assert.deepEqual(hosts(['192.0.2.7'], from('10.0.0.9', local)), ['10.0.0.9']);
});

test('an admin announces what it likes, but no address that reaches nobody', () => {
  const admin = from('10.0.0.5', { trusted: true });
  assert.deepEqual(hosts(['our.example', '198.51.100.1'], admin), ['our.example', '198.51.100.1', '10.0.0.5']);
  assert.deepEqual(hosts(['0.0.0.0', '::', '224.0.0.1', '255.255.255.255', 'ff02::1'], admin), ['10.0.0.5']);
});

test('a lease has no more than 16 endpoints', () => {
  const many = Array.from({ length: 40 }, (_, i) => `10.0.0.${i + 1}`);
  assert.equal(hosts(many, from('10.0.1.1')).length, 16);
});

test('an address is read as Node reads it', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: fc.constantFrom('1', 'f', ':', '.', '0') })),
      (text) => {
        const expected: (number | undefined)[] = isIPv4(text) ? [4] : isIPv6(text) ? [4, 16] : [undefined];
        assert.ok(expected.includes(parseIp(text)?.length), `${text}: ${parseIp(text)?.length}`);
      },
    ),
    { numRuns: 2000 },
  );
});

test('an IPv4 address mapped into IPv6 is that IPv4 address', () => {
  assert.equal(plainAddress('::ffff:192.0.2.1'), '192.0.2.1');
  assert.equal(plainAddress('::ffff:c000:201'), '192.0.2.1');
  assert.equal(plainAddress('2001:db8::1'), '2001:db8::1');
});

test('addresses have the scope that the RFCs give them', () => {
  const scopes = Object.entries({
    '127.5.5.5': 'loopback',
    '::1': 'loopback',
    '::ffff:127.0.0.1': 'loopback',
    '169.254.3.3': 'link-local',
    'fe80::1%eth0': 'link-local',
    '172.16.0.1': 'private',
    '172.32.0.1': 'global',
    '100.64.0.1': 'private',
    'fdab::1': 'private',
    '2001:db8::1': 'global',
    '0.0.0.0': 'none',
    '::': 'none',
    'ff02::1': 'none',
  });
  for (const [text, scope] of scopes) assert.equal(scopeOf(parseIp(text) ?? new Uint8Array()), scope, text);
});
