import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { SILENT } from '../../core/log.ts';
import { ForeignProber } from './foreign-prober.ts';
import { MemoryRegistry } from './test-support/memory-registry.ts';

test('lets go of a foreign peer after two failures in a row, and of no other', async () => {
  const registry = new MemoryRegistry();
  const clock = new ManualClock();
  const answers = new Map([
    ['there:1', [true, true, true]],
    ['gone:1', [false, false]],
    ['late:1', [false, true, false]],
  ]);
  for (const key of answers.keys()) await registry.register({ key, host: '127.0.0.1', port: 1 });
  registry.addNative({ host: '127.0.0.9', port: 9, files: [] });
  const asked: string[] = [];
  await using prober = new ForeignProber(
    { registry, clock, log: SILENT },
    {
      ttlMs: 60_000,
      probe: ({ key, native }) => {
        assert.equal(native, false);
        asked.push(key);
        const answer = answers.get(key)?.shift();
        return answer === true ? Promise.resolve(true) : Promise.reject(new Error('nobody there'));
      },
    },
  );
  await prober.round();
  assert.deepEqual(asked, [], 'to register is a sign of life');
  for (let round = 0; round < 3; round++) {
    clock.advance(60_000);
    await prober.round();
  }
  const left = (await registry.peers()).filter(({ native }) => !native).map(({ key }) => key);
  assert.deepEqual(left, ['there:1', 'late:1']);
  assert.equal(asked.filter((key) => key === 'gone:1').length, 2);
});
