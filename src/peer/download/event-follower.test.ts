import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { SILENT } from '../../core/log.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import type { FollowOptions } from '../../wire/tracker/operations.ts';
import { EventFollower } from './event-follower.ts';

test('goes on after the last that it was told it has passed', async () => {
  const asked: number[] = [];
  const told = Promise.withResolvers<void>();
  async function* events({ after }: { readonly after: number }, { signal, passed }: FollowOptions = {}) {
    asked.push(after);
    yield { id: after + 1, at: 0, kind: 'online' } satisfies SwarmEvent;
    passed?.(after + 10);
    told.resolve();
    if (signal?.aborted === false) await once(signal, 'abort');
  }
  const options = { after: 0, missed: true };
  const follower = new EventFollower({ tracker: { events }, log: SILENT }, async () => undefined, options);
  follower.wanted(true);
  await told.promise;
  await follower.stop();
  follower.wanted(true);
  await follower.stop();
  assert.deepEqual(asked, [0, 10]);
});
