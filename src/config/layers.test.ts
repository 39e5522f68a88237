import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contradictions } from './contradictions.ts';
import { merged, type Layer } from './layers.ts';

const layer = (source: Layer['source'], values: Readonly<Record<string, unknown>>): Layer => ({
  source,
  values: new Map(Object.entries(values)),
});

test('a flag goes before the environment, that before the file, that before what is remembered', () => {
  const all = merged([
    layer('remembered', { 'peer.name': 'a', 'peer.port': 1, 'tracker.port': 1, 'tracker.access': 'open' }),
    layer('file', { 'peer.name': 'b', 'peer.port': 2, 'tracker.port': 2 }),
    layer('environment', { 'peer.name': 'c', 'peer.port': 3 }),
    layer('flag', { 'peer.name': 'd' }),
  ]);
  assert.deepEqual(Object.fromEntries(all), {
    'peer.name': { value: 'd', source: 'flag' },
    'peer.port': { value: 3, source: 'environment' },
    'tracker.port': { value: 2, source: 'file' },
    'tracker.access': { value: 'open', source: 'remembered' },
  });
});

test('of two ways to name the store the stronger source decides, and one source names one', () => {
  const file = layer('file', { 'tracker.store': 'postgres://a/b' });
  const all = merged([file, layer('flag', { 'tracker.store_file': '/x' })]);
  assert.deepEqual([...all.keys()], ['tracker.store_file']);
  assert.deepEqual(contradictions(all), []);
  const both = merged([layer('flag', { 'tracker.store': 'postgres://a/b', 'tracker.store_file': '/x' })]);
  assert.match(contradictions(both).join(), /not both/);
});

test('tells what cannot hold together', () => {
  const all = merged([
    layer('file', { 'metrics.host': '0.0.0.0', 'peer.port': 7741, 'tracker.port': 7741 }),
    layer('environment', { 'dialects.rede.first_port': 9, 'dialects.rede.last_port': 8 }),
    layer('flag', { 'dialects.slots.tracker_port': 80, 'dialects.slots.tracker_initial_port': 80 }),
  ]);
  const found = contradictions(all);
  assert.equal(found.length, 3, found.join('\n'));
  assert.match(found.join('\n'), /metrics\.port.*\n.*last_port.*\npeer\.port and tracker\.port are both 7741/);
});
