import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { peerIdOf } from '../ids.ts';
import type { Source } from './catalog.ts';
import { sourceOrder } from './source-order.ts';

function source(number: number, host: string, free = 1): Source {
  const peer = peerIdOf(new Uint8Array(32).fill(number));
  const endpoints = [{ protocol: 'ayni', host, port: 7742 }] as const;
  return { peer, name: `${number}`, endpoints, pieces: 1, whole: true, slots: { total: 4, free } };
}
const names = (sources: readonly Source[]) => sources.map(({ name }) => name).join(' ');

test('sources of the caller’s subnet come first, in the order they came', () => {
  const sources = [source(1, '10.0.2.1'), source(2, '10.0.1.1'), source(3, '10.0.2.2'), source(4, '10.0.1.2')];
  assert.equal(names(sourceOrder('10.0.1.9')(sources)), '2 4 1 3');
});

test('busy sources come after all free ones, also when they are near', () => {
  const sources = [source(1, '10.0.1.1', 0), source(2, '10.0.2.1'), source(3, '10.0.2.2', 0), source(4, '10.0.1.2')];
  assert.equal(names(sourceOrder('10.0.1.9')(sources)), '4 2 1 3');
});

test('those whom others complained of come last, wherever they are', () => {
  const sources = [source(1, '10.0.1.1'), source(2, '10.0.2.1', 0)];
  assert.equal(names(sourceOrder('10.0.1.9', (peer) => peer === sources[0]?.peer)(sources)), '2 1');
});

test('an IPv4 caller that a dual-stack socket sees mapped is near its own subnet', () => {
  const sources = [source(1, '10.0.2.1'), source(2, '10.0.1.1')];
  assert.equal(names(sourceOrder('::ffff:10.0.1.9')(sources)), '2 1');
});

test('a subnet of IPv6 is its first 64 bits', () => {
  const sources = [source(1, '2001:db8:0:2::1'), source(2, '2001:db8:0:1:ffff::1')];
  assert.equal(names(sourceOrder('2001:db8:0:1::9')(sources)), '2 1');
});

test('a host name is near nobody', () => {
  assert.equal(names(sourceOrder('10.0.1.2')([source(1, 'here.example'), source(2, '10.0.1.1')])), '2 1');
  assert.equal(names(sourceOrder('nowhere')([source(1, 'here.example'), source(2, '10.0.1.1')])), '1 2');
});

test('every source stays, once', () => {
  const some = fc.array(fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 2 })), { maxLength: 20 });
  fc.assert(
    fc.property(some, fc.ipV4(), (list, caller) => {
      const sources = list.map(([host, free], i) => source(i, host, free));
      const ordered = sourceOrder(caller)(sources);
      assert.deepEqual(new Set(ordered), new Set(sources));
      assert.equal(ordered.length, sources.length);
    }),
  );
});
