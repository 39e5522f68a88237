import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fromEnvironment } from './from-environment.ts';

test('variables say what the file would, and an empty one says nothing', () => {
  const env = {
    AYNI_PEER_PORT: '7800',
    AYNI_PEER_FOLDERS: 'music,/srv/films',
    AYNI_PEER_STRICT: 'true',
    AYNI_STORE: 'postgres://ayni@db/ayni',
    AYNI_DIALECTS_SLOTS_TTL: '60',
    AYNI_TRACKER_PORT: '',
    AYNI_STATE: '/var/lib/ayni',
    AYNI_CHAOS_SEED: '4',
    PATH: '/bin',
  };
  const { values, problems } = fromEnvironment(env, '/home/ana');
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.fromEntries(values), {
    'peer.port': 7800,
    'peer.folders': ['/home/ana/music', '/srv/films'],
    'peer.strict': true,
    'tracker.store': 'postgres://ayni@db/ayni',
    'dialects.slots': true,
    'dialects.slots.ttl': 60,
  });
});

test('a mistyped variable and a wrong value are told, a secret is not', () => {
  const env = {
    AYNI_PEER_PROT: '1',
    AYNI_TRACKER_PORT: '0x10',
    AYNI_STORE: 'secret',
    AYNI_DIALECTS_P4_SECRET: 's'.repeat(300),
  };
  const { problems, values } = fromEnvironment(env, '/');
  assert.deepEqual(
    problems.map(({ text }) => text),
    [
      'AYNI_PEER_PROT is no setting that Ayni knows. Did you mean "AYNI_PEER_PORT"?',
      'AYNI_TRACKER_PORT should be a whole number from 1 to 65535, not "0x10".',
      'AYNI_STORE should be an address like postgres://user@host:5432/name.',
      'AYNI_DIALECTS_P4_SECRET should be a text of 1 to 256 letters.',
    ],
  );
  assert.equal(values.size, 0);
});
