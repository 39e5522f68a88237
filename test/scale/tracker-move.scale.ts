import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { EVERYONE } from '../../src/core/access/audience.ts';
import { SILENT } from '../../src/core/log.ts';
import type { SwarmStore } from '../../src/core/swarm/swarm-store.ts';
import { networkIdOf } from '../../src/core/ids.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contentOf,
  delta,
  file,
  found,
  only,
  peerOf,
  populate,
  STRANGER,
  treeOf,
  viewer,
} from '../../src/storage/contract/fixtures.contract.ts';
import { moveToPostgres } from '../../src/storage/move/sqlite-to-postgres.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import { Machine, stop, until } from '../e2e/cli-support.ts';
import { freePort } from '../support/free-port.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const NETWORK = networkIdOf(new Uint8Array(32).fill(1));

/** What a store says of itself to several viewers. */
async function told(store: SwarmStore): Promise<unknown> {
  return {
    members: await store.members(),
    revocations: await store.revocations(),
    invites: await store.invites(),
    trees: [await treeOf(store, viewer(BEN), ANNA), await treeOf(store, STRANGER, ANNA)],
    found: [
      await found(store, viewer(BEN), 'song'),
      await found(store, STRANGER, 'secret'),
      await found(store, viewer(BEN), 'secret'),
    ],
    peers: await store.peers(viewer(ANNA)),
    located: await store.locate(
      viewer(CLEO),
      [
        { id: contentOf('1'), offset: 0 },
        { id: contentOf('held'), offset: 0 },
      ],
      9,
    ),
    revisions: await store.revisions(ANNA),
    events: (await store.eventsAfter(viewer(ANNA), 0, 100)).events,
    stats: await store.stats(viewer(BEN)),
  };
}

test('a network moves from SQLite to PostgreSQL whole, and goes on there', { skip: withoutPostgres }, async (t) => {
  const server = await PrivatePostgres.start();
  t.after(() => server.remove());
  const clock = new ManualClock();
  const path = join(await temporaryFolder(t), 'tracker.sqlite');
  const before = await openSqliteStore(path, { clock, log: SILENT });
  await populate(before);
  await before.publish(ANNA, only('s', [file('music/a song.mp3', '1'), file('music/b', '2'), file('gone', '3')]));
  await before.publish(ANNA, { ...delta('s', 1, [file('later/Ärger.txt', '4')]), remove: [file('gone', '3').path] });
  const restricted = { kind: 'restricted', groups: [], peers: [BEN] } as const;
  await before.publish(ANNA, { ...only('private', [file('secret plan', '5')]), audience: restricted });
  await before.hold(BEN, [{ content: contentOf('held'), size: 10, pieces: 1, audience: EVERYONE }], []);
  await before.addInvite({
    id: 'i',
    secretHash: '00'.repeat(32),
    role: 'member',
    groups: ['g'],
    uses: 3,
    lifetimeMs: 1e6,
  });
  await before.withdraw(contentOf('2'));
  await before.appendEvent({ kind: 'online', peer: ANNA });
  await before.putMember({ peer: STRANGER.peer, name: 'revoked', role: 'guest', groups: [] });
  await before.revoke(STRANGER.peer);
  const expected = await told(before);
  await before.close();

  const url = await server.makeDatabase('moved');
  const moved = await moveToPostgres(path, { url }, { network: NETWORK, log: SILENT });
  assert.deepEqual([moved.members, moved.shares, moved.holds], [4, 2, 1]);
  const { store } = await openPostgresStore({ url, connections: 4 }, { log: SILENT, clock });
  t.after(() => store.close());
  const { revocations, ...others } = (await told(store)) as { revocations: { peers: unknown } };
  const { revocations: expectedRevocations, ...rest } = expected as { revocations: { peers: unknown } };
  assert.deepEqual(others, rest);
  assert.deepEqual(revocations, expectedRevocations);

  await store.publish(ANNA, delta('s', 2, [file('after the move', '6')]));
  await store.putMember({ peer: peerOf('new'), name: 'new', role: 'member', groups: [] });
  await store.sweepLeases();
  assert.deepEqual(await found(store, viewer(BEN), 'after'), ['s/after the move']);
  await store.publish(ANNA, delta('s', 3, [file('refused', '2')]));
  assert.deepEqual(await found(store, viewer(BEN), 'refused'), [], 'what was withdrawn stays so');

  await assert.rejects(moveToPostgres(path, { url }, { network: NETWORK, log: SILENT }), { code: 'conflict' });
  assert.deepEqual(await found(store, viewer(BEN), 'after'), ['s/after the move']);
});

test(
  '"tracker move" moves a network, and its peer goes on at the tracker over PostgreSQL',
  { skip: withoutPostgres },
  async (t) => {
    const server = await PrivatePostgres.start();
    t.after(() => server.remove());
    const store = await server.makeDatabase('network');
    const [machine, other] = [await Machine.make(t), await Machine.make(t)];
    const port = ['--host', '127.0.0.1', '--tracker-port', String(await freePort())];
    const tracker = await machine.start('tracker', ...port);
    const link = tracker.started.tracker?.invites.at(-1)?.link ?? '';
    await mkdir(other.path('shared'));
    await writeFile(other.path('shared', 'a song.txt'), 'la');
    const peer = await other.start('join', link, 'shared', '--host', '127.0.0.1', '--name', 'peer');
    const finds = () =>
      until(async () => {
        const { code, stdout } = await other.run('search', 'song', '--json');
        return code === 0 && stdout.includes('a song.txt') ? true : undefined;
      });
    await finds();
    const early = await machine.run('tracker', 'move', '--store', store);
    assert.match(early.stderr, /uses the state folder/);
    assert.equal(await stop(tracker.child), 0);
    const nowhere = await machine.run('tracker', 'move');
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /--store/);
    const moved = await machine.json<{ members: number; shares: number }>('tracker', 'move', '--store', store);
    assert.deepEqual([moved.members, moved.shares], [1, 1]);
    await machine.start('tracker', ...port);
    assert.equal((await server.sql('SELECT 1 FROM trackers', 'network')).length, 1, 'the store is remembered');
    await finds();
    assert.equal(await stop(peer.child), 0);
  },
);
