import assert from 'node:assert/strict';
import type { AyniError } from '../core/errors.ts';
import { contentIdOfHash, type ContentId } from '../core/ids.ts';
import { parseSharePath } from '../core/names/share-path.ts';
import type { SwarmEvent } from '../core/swarm/swarm-store.ts';
import { CredentialVerifier } from '../net/identity/credential-verifier.ts';
import type { Identity } from '../net/identity/identity.ts';
import { overEachWire, type WiredTracker } from '../../test/support/tracker-wires.ts';

const content = (number: number) => contentIdOfHash(new Uint8Array(32).fill(number));
const everyone = { kind: 'everyone' } as const;

function announcing(tracker: WiredTracker, as: Identity, { free = 4, port = 7742 } = {}) {
  return tracker.call(as, 'announce', {
    endpoints: [{ protocol: 'ayni', port }],
    slots: { total: 4, free },
    agent: 'test/1',
    revokedVersion: -1,
  });
}

function publishing(tracker: WiredTracker, as: Identity, path: string, id: ContentId, groups?: string[]) {
  return tracker.call(as, 'publish', {
    share: path.slice(0, path.indexOf('/')),
    audience: groups === undefined ? everyone : { kind: 'restricted', groups, peers: [] },
    base: 0,
    next: 1,
    full: 'only',
    upsert: [
      {
        kind: 'file',
        path: parseSharePath(path.slice(path.indexOf('/') + 1)),
        content: id,
        size: 10,
        mtime: 1_700_000_000_000,
        executable: false,
      },
    ],
    remove: [],
  });
}

overEachWire('a peer announces itself, publishes, is found, and is gone when it leaves', async (start) => {
  const tracker = await start();
  const [ana, ben] = [await tracker.member(), await tracker.member()];
  const lease = await announcing(tracker, ana);
  assert.deepEqual([lease.ttl, lease.interval, lease.observed], [60, 20, '127.0.0.1']);
  assert.deepEqual(lease.revisions, {});
  await publishing(tracker, ana, 'music/été à la mer.txt', content(1));
  assert.deepEqual((await announcing(tracker, ana)).revisions, { music: 1 });

  const found = await tracker.call(ben, 'search', { text: 'ete mer', limit: 10 });
  assert.deepEqual(
    found.items.map(({ names, sources }) => [names, sources]),
    [[['music/été à la mer.txt'], 1]],
  );
  const shares = await tracker.call(ben, 'browse', { peer: ana.peer, path: '', recursive: false, limit: 10 });
  assert.deepEqual(
    shares.items.map(({ path }) => path),
    ['music'],
  );
  const level = await tracker.call(ben, 'browse', { peer: ana.peer, path: 'music', recursive: true, limit: 10 });
  assert.deepEqual(
    level.items.map((entry) => entry.content),
    [content(1)],
  );
  const located = await tracker.call(ben, 'locate', { contents: [content(1), content(2)] });
  assert.deepEqual(Object.keys(located), [content(1)]);
  assert.deepEqual(located[content(1)]?.[0]?.endpoints, [{ protocol: 'ayni', host: '127.0.0.1', port: 7742 }]);
  const names = await tracker.call(ben, 'namesOf', { content: content(1) });
  assert.deepEqual(names, [{ peer: ana.peer, path: 'music/été à la mer.txt', size: 10 }]);
  const peers = await tracker.call(ben, 'peers', {});
  assert.deepEqual(
    peers.filter(({ online }) => online).map(({ peer, files }) => [peer, files]),
    [[ana.peer, 1]],
  );
  assert.equal((await tracker.call(ben, 'stats', {})).online, 1);
  assert.equal((await tracker.call(ben, 'introspect', { peer: ana.peer })).active, true);

  await tracker.call(ana, 'leave', { forget: false });
  assert.deepEqual(await tracker.call(ben, 'locate', { contents: [content(1)] }), {});
  await tracker.call(ana, 'leave', { forget: true });
  assert.equal((await tracker.call(ben, 'introspect', { peer: ana.peer })).active, false);
  await assert.rejects(tracker.call(ana, 'stats', {}), { code: 'unauthenticated' });
});

overEachWire(
  'what an audience does not admit is not seen in search, browse, locate, names or events',
  async (start) => {
    const tracker = await start();
    const [owner, inside, outside] = [
      await tracker.member(),
      await tracker.member('guest', ['lab']),
      await tracker.member(),
    ];
    await announcing(tracker, owner);
    await publishing(tracker, owner, 'secret/plan.txt', content(1), ['lab']);
    const seenBy = async (as: Identity) => ({
      found: (await tracker.call(as, 'search', { text: 'plan', limit: 10 })).items.length,
      shares: (await tracker.call(as, 'browse', { peer: owner.peer, path: '', recursive: false, limit: 10 })).items
        .length,
      sources: Object.keys(await tracker.call(as, 'locate', { contents: [content(1)] })).length,
      names: (await tracker.call(as, 'namesOf', { content: content(1) })).length,
      files: (await tracker.call(as, 'peers', {})).find(({ peer }) => peer === owner.peer)?.files,
    });
    const all = { found: 1, shares: 1, sources: 1, names: 1, files: 1 };
    assert.deepEqual(await seenBy(owner), all);
    assert.deepEqual(await seenBy(inside), all);
    assert.deepEqual(await seenBy(outside), { found: 0, shares: 0, sources: 0, names: 0, files: 0 });
    const browsing = tracker.call(outside, 'browse', { peer: owner.peer, path: 'secret', recursive: false, limit: 10 });
    await assert.rejects(browsing, { code: 'not-found' });
    assert.ok((await eventsOf(tracker, inside, 'published')).some(({ share }) => share === 'secret'));
    assert.ok(!(await eventsOf(tracker, outside, 'online')).some(({ share }) => share === 'secret'));
  },
);

/** Events from the first on, until one of this kind came and those that were written by then. */
async function eventsOf(
  tracker: WiredTracker,
  as: Identity,
  until: SwarmEvent['kind'],
  after = 0,
): Promise<SwarmEvent[]> {
  const events: SwarmEvent[] = [];
  for await (const event of tracker.events(as, after)) {
    events.push(event);
    if (event.kind === until) break;
  }
  return events;
}

overEachWire('events come as they happen, and a reader that comes back goes on where it was', async (start) => {
  const tracker = await start();
  const [ana, ben, admin] = [await tracker.member(), await tracker.member(), await tracker.member('admin')];
  await announcing(tracker, ana);
  const stream = tracker.events(ben, 0);
  const next = async () => (await stream.next()).value as SwarmEvent;
  assert.deepEqual([(await next()).kind], ['online']);
  const coming = next();
  await publishing(tracker, ana, 'music/a.txt', content(1));
  const published = await coming;
  assert.deepEqual([published.kind, published.peer, published.share], ['published', ana.peer, 'music']);
  await tracker.call(admin, 'withdraw', { content: content(1) });
  assert.equal((await next()).kind, 'withdrawn');

  const again = await eventsOf(tracker, ben, 'withdrawn', published.id);
  assert.deepEqual(
    again.map(({ kind }) => kind),
    ['withdrawn'],
  );
});

overEachWire('the events of a member end when it is revoked', async (start) => {
  const tracker = await start();
  const [bad, admin] = [await tracker.member(), await tracker.member('admin')];
  await announcing(tracker, admin);
  const reading = async (): Promise<void> => {
    let seen = 0;
    for await (const _ of tracker.events(bad, 0))
      if (++seen === 1) await tracker.call(admin, 'revoke', { peer: bad.peer });
  };
  await assert.rejects(reading(), { code: 'revoked' });
});

overEachWire('too many readers of events are told so', async (start) => {
  const tracker = await start({ maxFollowers: 1 });
  const as = await tracker.member();
  await announcing(tracker, as);
  const held = tracker.events(as, 0);
  await held.next();
  await assert.rejects(tracker.events(as, 0).next(), { code: 'too-many-connections' });
  await held.return();
});

overEachWire('a heartbeat without a lease is told to announce, also when the lease ran out', async (start) => {
  const tracker = await start();
  const [ana, ben] = [await tracker.member(), await tracker.member()];
  const beat = () => tracker.call(ana, 'heartbeat', { slots: { total: 4, free: 1 }, revokedVersion: -1 });
  await assert.rejects(beat(), { code: 'not-found' });
  await announcing(tracker, ana);
  await publishing(tracker, ana, 'music/a.txt', content(1));
  tracker.clock.advance(59_000);
  assert.equal((await beat()).ttl, 60);
  tracker.clock.advance(59_000);
  assert.equal(Object.keys(await tracker.call(ben, 'locate', { contents: [content(1)] })).length, 1);
  tracker.clock.advance(2_000);
  assert.deepEqual(await tracker.call(ben, 'locate', { contents: [content(1)] }), {});
  await assert.rejects(beat(), { code: 'not-found' });
  assert.equal((await tracker.call(ben, 'search', { text: 'a.txt', limit: 5 })).items[0]?.sources, 0);
});

overEachWire(
  'a credential comes with each announce, and with a heartbeat when half its time is over',
  async (start) => {
    const tracker = await start({ ttlSeconds: 48 * 3600 });
    const as = await tracker.member('member', ['lab']);
    const { credential = '' } = await announcing(tracker, as);
    const claims = await new CredentialVerifier(tracker.networkKey.publicKey).verify(credential);
    assert.deepEqual([claims.peer, claims.groups, claims.expires - claims.issued], [as.peer, ['lab'], 24 * 3600]);
    const beat = () => tracker.call(as, 'heartbeat', { slots: { total: 4, free: 4 }, revokedVersion: 0 });
    tracker.clock.advance(12 * 3600 * 1000 - 2000);
    assert.equal((await beat()).credential, undefined);
    tracker.clock.advance(2000);
    const { credential: fresh = '' } = await beat();
    assert.equal(
      (await new CredentialVerifier(tracker.networkKey.publicKey).verify(fresh)).issued,
      claims.issued + 12 * 3600,
    );
    assert.equal((await beat()).credential, undefined);
  },
);

overEachWire('each request for a content begins with its next holder, and busy ones come last', async (start) => {
  const tracker = await start();
  const asking = await tracker.member();
  const holders = [await tracker.member(), await tracker.member(), await tracker.member()];
  for (const [i, as] of holders.entries()) {
    await announcing(tracker, as, { port: 8000 + i });
    await tracker.call(as, 'hold', {
      upsert: [{ content: content(1), size: 10, pieces: 1, audience: everyone }],
      remove: [],
    });
  }
  const order = async () =>
    (await tracker.call(asking, 'locate', { contents: [content(1)] }))[content(1)]?.map(({ peer }) =>
      holders.findIndex((holder) => holder.peer === peer),
    );
  assert.deepEqual(
    [await order(), await order(), await order()],
    [
      [0, 1, 2],
      [1, 2, 0],
      [2, 0, 1],
    ],
  );
  await announcing(tracker, holders[0] ?? asking, { port: 8000, free: 0 });
  assert.deepEqual(await order(), [1, 2, 0]);
});

overEachWire('a peer’s address is the one that it is seen at, whatever it says', async (start) => {
  const tracker = await start();
  const [ana, admin] = [await tracker.member(), await tracker.member('admin')];
  const announceAs = async (as: Identity, host: string) => {
    await tracker.call(as, 'announce', {
      endpoints: [{ protocol: 'ayni', host, port: 7742 }],
      slots: { total: 1, free: 1 },
      agent: 'test',
      revokedVersion: -1,
    });
    const peers = await tracker.call(admin, 'peers', {});
    return peers.find(({ peer }) => peer === as.peer)?.endpoints.map((endpoint) => endpoint.host);
  };
  assert.deepEqual(await announceAs(ana, '198.51.100.7'), ['127.0.0.1']);
  assert.deepEqual(await announceAs(ana, 'victim.example'), ['127.0.0.1']);
  assert.deepEqual(await announceAs(admin, 'our.example'), ['our.example']);
});

overEachWire(
  'a batch that does not follow on what the tracker knows is refused with the revision that it knows',
  async (start) => {
    const tracker = await start();
    const as = await tracker.member();
    await publishing(tracker, as, 'music/a.txt', content(1));
    const batch = { share: 'music', audience: everyone, base: 5, next: 6, upsert: [], remove: [] };
    await assert.rejects(tracker.call(as, 'publish', batch), (error: AyniError) => {
      assert.deepEqual(
        [error.code, error.context['revision'], error.context['share']],
        ['revision-mismatch', 1, 'music'],
      );
      return true;
    });
  },
);

overEachWire('a batch of the greatest size goes through at once, and one more entry does not', async (start) => {
  const tracker = await start();
  const as = await tracker.member();
  const upsert = Array.from({ length: 5_000 }, (_, i) => ({
    kind: 'file' as const,
    path: parseSharePath(`${'d'.repeat(200)}/${i}`),
    content: content(i % 250),
    size: 10,
    mtime: 1,
    executable: false,
  }));
  const batch = { share: 'many', audience: everyone, base: 0, next: 1, full: 'only' as const, upsert, remove: [] };
  await tracker.call(as, 'publish', batch);
  const over = { ...batch, base: 1, next: 2, remove: [parseSharePath('x')] };
  await assert.rejects(tracker.call(as, 'publish', over), { code: 'too-large' });
});
