import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runningTracker } from '../../../test/support/running-tracker.ts';
import { serverSentEvents } from '../../../test/support/tracker-wires.ts';

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
