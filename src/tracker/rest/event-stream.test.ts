import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runningTracker } from '../../../test/support/running-tracker.ts';
import { serverSentEvents } from '../../../test/support/tracker-wires.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import { eventStream } from './event-stream.ts';

test('a reader that reconnects as browsers do goes on after the last event that it had', async (t) => {
  const { port, member, service } = await runningTracker(t);
  const as = await member();
  const tracker = service.for({ peer: as.peer, address: '127.0.0.1' });
  const announcement = { endpoints: [], slots: { total: 1, free: 1 }, agent: 'test', revokedVersion: -1 };
  await tracker.announce(announcement);
  await tracker.leave({ forget: false });
  const events = serverSentEvents(t, port, as, -1, { 'last-event-id': '1' });
  const { value } = await events.next();
  assert.deepEqual([value?.id, value?.event], ['2', 'offline']);
});

test('a reader that nothing was for is told with a comment how far it has got, once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const silence = Promise.withResolvers<IteratorResult<SwarmEvent>>();
  const steps = [Promise.resolve({ value: { id: 7, at: 0, kind: 'joined' } as const }), silence.promise];
  const events = { [Symbol.asyncIterator]: () => ({ next: () => steps.shift() ?? silence.promise }) };
  const told: ((id: number) => void)[] = [];
  const stream = eventStream((passed) => {
    told.push(passed);
    return events;
  });
  const next = async () => (await stream.next()).value;
  const nextComment = () => {
    const comment = next();
    // Once the stream waits.
    setImmediate(() => t.mock.timers.tick(15_000));
    return comment;
  };
  assert.equal(await next(), ': following\n\n');
  assert.match(String(await next()), /^id: 7\nevent: joined\n/);
  assert.equal(await nextComment(), ': still here\n\n');
  told[0]?.(9);
  assert.equal(await nextComment(), ': still here\nid: 9\n\n');
  assert.equal(await nextComment(), ': still here\n\n');
  silence.resolve({ done: true, value: undefined });
  assert.equal(await next(), undefined);
});
