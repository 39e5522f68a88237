import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import { test, type TestContext } from 'node:test';
import { contentIdOfHash, type ContentId } from '../../core/ids.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import { CredentialVerifier } from '../../net/identity/credential-verifier.ts';
import type { Identity } from '../../net/identity/identity.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import { encodeRequest } from '../../wire/tracker/request-coding.ts';
import {
  TRACKER_ROUTES,
  type OperationAnswer,
  type OperationName,
  type OperationRequest,
} from '../../wire/tracker/routes.ts';
import { errorCode, runningTracker, type RunningTracker } from '../../../test/support/running-tracker.ts';

const content = (number: number) => contentIdOfHash(new Uint8Array(32).fill(number));
const everyone = { kind: 'everyone' } as const;

/** Calls an operation over HTTP as a peer's client does, and holds the answer against its schema. */
async function calling<Name extends OperationName>(
  tracker: RunningTracker,
  as: Identity,
  name: Name,
  message: OperationRequest<Name>,
): Promise<OperationAnswer<Name>> {
  const route = TRACKER_ROUTES[name];
  const { method, path, body } = encodeRequest(route, message as Record<string, unknown>);
  const answer = await tracker.call(method, path, { as, body });
  assert.equal(answer.status, route.status, `${name}: ${answer.text}`);
  return parseAnswer(route.answer, answer.json ?? {}) as OperationAnswer<Name>;
}

function announcing(tracker: RunningTracker, as: Identity, { free = 4, port = 7742 } = {}) {
  return calling(tracker, as, 'announce', {
    endpoints: [{ protocol: 'ayni', port }],
    slots: { total: 4, free },
    agent: 'test/1',
    revokedVersion: -1,
  });
}

function publishing(tracker: RunningTracker, as: Identity, path: string, id: ContentId, groups?: string[]) {
  return calling(tracker, as, 'publish', {
    share: path.slice(0, path.indexOf('/')),
    audience: groups === undefined ? everyone : { kind: 'restricted', groups, peers: [] },
    base: 0,
    next: 1,
    full: 'only',
    upsert: [
      {
        kind: 'file',
        path: path.slice(path.indexOf('/') + 1) as never,
        content: id,
        size: 10,
        mtime: 1_700_000_000_000,
        executable: false,
      },
    ],
    remove: [],
  });
}

test('a peer announces itself, publishes, is found, and is gone when it leaves', async (t) => {
  const tracker = await runningTracker(t);
  const [ana, ben] = [await tracker.member(), await tracker.member()];
  const lease = await announcing(tracker, ana);
  assert.deepEqual([lease.ttl, lease.interval, lease.observed], [60, 20, '127.0.0.1']);
  assert.deepEqual(lease.revisions, {});
  await publishing(tracker, ana, 'music/été à la mer.txt', content(1));
  assert.deepEqual((await announcing(tracker, ana)).revisions, { music: 1 });

  const found = await calling(tracker, ben, 'search', { text: 'ete mer', limit: 10 });
  assert.deepEqual(
    found.items.map(({ names, sources }) => [names, sources]),
    [[['music/été à la mer.txt'], 1]],
  );
  const shares = await calling(tracker, ben, 'browse', { peer: ana.peer, path: '', recursive: false, limit: 10 });
  assert.deepEqual(
    shares.items.map(({ path }) => path),
    ['music'],
  );
  const level = await calling(tracker, ben, 'browse', { peer: ana.peer, path: 'music', recursive: true, limit: 10 });
  assert.deepEqual(
    level.items.map((entry) => entry.content),
    [content(1)],
  );
  const located = await calling(tracker, ben, 'locate', { contents: [content(1), content(2)] });
  assert.deepEqual(Object.keys(located), [content(1)]);
  assert.deepEqual(located[content(1)]?.[0]?.endpoints, [{ protocol: 'ayni', host: '127.0.0.1', port: 7742 }]);
  const names = await calling(tracker, ben, 'namesOf', { content: content(1) });
  assert.deepEqual(names, [{ peer: ana.peer, path: 'music/été à la mer.txt', size: 10 }]);
  const peers = await calling(tracker, ben, 'peers', {});
  assert.deepEqual(
    peers.filter(({ online }) => online).map(({ peer, files }) => [peer, files]),
    [[ana.peer, 1]],
  );
  assert.equal((await calling(tracker, ben, 'stats', {})).online, 1);
  assert.equal((await calling(tracker, ben, 'introspect', { peer: ana.peer })).active, true);

  await calling(tracker, ana, 'leave', { forget: false });
  assert.deepEqual(await calling(tracker, ben, 'locate', { contents: [content(1)] }), {});
  await calling(tracker, ana, 'leave', { forget: true });
  assert.equal((await calling(tracker, ben, 'introspect', { peer: ana.peer })).active, false);
  assert.equal(errorCode(await tracker.call('GET', '/v1/stats', { as: ana })), 'unauthenticated');
});

test('whom several members report comes last as a source, and admins see why', async (t) => {
  const tracker = await runningTracker(t);
  const [liar, good, ben, cleo] = await Promise.all(Array.from({ length: 4 }, () => tracker.member()));
  assert.ok(liar && good && ben && cleo);
  for (const source of [liar, good]) {
    await announcing(tracker, source);
    await publishing(tracker, source, `from ${source.peer}/a.txt`, content(1));
  }
  const firstOfMany = async () => {
    const first = new Set<string | undefined>();
    // The order turns with each look-up.
    for (let look = 0; look < 4; look++) {
      const located = await calling(tracker, ben, 'locate', { contents: [content(1)] });
      first.add(located[content(1)]?.[0]?.peer);
    }
    return [...first].toSorted((a, b) => String(a).localeCompare(String(b)));
  };
  const complaint = { peer: liar.peer, content: content(1) };
  for (let again = 0; again < 2; again++) await calling(tracker, ben, 'report', complaint);
  assert.deepEqual(
    await firstOfMany(),
    [good.peer, liar.peer].toSorted((a, b) => a.localeCompare(b)),
  );
  await calling(tracker, cleo, 'report', complaint);
  assert.deepEqual(await firstOfMany(), [good.peer]);
  const admin = await tracker.member('admin');
  const members = await calling(tracker, admin, 'members', {});
  assert.deepEqual(
    members.filter(({ reports }) => reports !== undefined).map(({ peer, reports }) => [peer, reports]),
    [[liar.peer, 2]],
  );
  const stranger = `p${'a'.repeat(52)}`;
  for (const [whom, code] of [
    [ben.peer, 'bad-request'],
    [stranger, 'not-found'],
  ]) {
    const answer = await tracker.call('POST', '/v1/report', { as: ben, body: { peer: whom, content: content(1) } });
    assert.equal(errorCode(answer), code);
  }
});

test('what an audience does not admit is not seen in search, browse, locate, names or events', async (t) => {
  const tracker = await runningTracker(t);
  const [owner, inside, outside] = [
    await tracker.member(),
    await tracker.member('guest', ['lab']),
    await tracker.member(),
  ];
  await announcing(tracker, owner);
  await publishing(tracker, owner, 'secret/plan.txt', content(1), ['lab']);
  const seenBy = async (as: Identity) => ({
    found: (await calling(tracker, as, 'search', { text: 'plan', limit: 10 })).items.length,
    shares: (await calling(tracker, as, 'browse', { peer: owner.peer, path: '', recursive: false, limit: 10 })).items
      .length,
    sources: Object.keys(await calling(tracker, as, 'locate', { contents: [content(1)] })).length,
    names: (await calling(tracker, as, 'namesOf', { content: content(1) })).length,
    files: (await calling(tracker, as, 'peers', {})).find(({ peer }) => peer === owner.peer)?.files,
  });
  const all = { found: 1, shares: 1, sources: 1, names: 1, files: 1 };
  assert.deepEqual(await seenBy(owner), all);
  assert.deepEqual(await seenBy(inside), all);
  assert.deepEqual(await seenBy(outside), { found: 0, shares: 0, sources: 0, names: 0, files: 0 });
  const path = `/v1/browse?peer=${owner.peer}&path=secret`;
  assert.equal(errorCode(await tracker.call('GET', path, { as: outside })), 'not-found');
  assert.ok((await eventsOf(t, tracker, inside, 'published')).some(({ share }) => share === 'secret'));
  assert.ok(!(await eventsOf(t, tracker, outside, 'online')).some(({ share }) => share === 'secret'));
});

/** Events from the first on, until one of this kind came and those that were written by then. */
async function eventsOf(
  t: TestContext,
  tracker: RunningTracker,
  as: Identity,
  until: SwarmEvent['kind'],
  headers: Record<string, string> = {},
): Promise<SwarmEvent[]> {
  const stream = await openEvents(t, tracker, as, '/v1/events?after=0', headers);
  const events: SwarmEvent[] = [];
  for await (const event of stream) {
    events.push(event);
    if (event.kind === until) break;
  }
  return events;
}

async function openEvents(
  t: TestContext,
  tracker: RunningTracker,
  as: Identity,
  path: string,
  headers: Record<string, string> = {},
): Promise<AsyncIterable<SwarmEvent>> {
  const { key, cert } = as;
  const outgoing = request({
    host: '127.0.0.1',
    port: tracker.port,
    path,
    key,
    cert,
    agent: false,
    rejectUnauthorized: false,
    headers,
  });
  outgoing.on('error', () => undefined).end();
  t.after(() => outgoing.destroy());
  const [incoming] = (await once(outgoing, 'response')) as [
    AsyncIterable<Buffer> & { headers: Record<string, string> },
  ];
  assert.equal(incoming.headers['content-type'], 'text/event-stream');
  return (async function* () {
    let text = '';
    for await (const part of incoming) {
      text += part.toString();
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) continue;
        const id = /^id: (\d+)$/m.exec(block)?.[1];
        const event: SwarmEvent = parseAnswer(TRACKER_ROUTES.events.answer, JSON.parse(data));
        assert.equal(String(event.id), id);
        yield event;
      }
    }
  })();
}

test('events come as they happen, and a reader that comes back goes on where it was', async (t) => {
  const tracker = await runningTracker(t);
  const [ana, ben, admin] = [await tracker.member(), await tracker.member(), await tracker.member('admin')];
  await announcing(tracker, ana);
  const stream = (await openEvents(t, tracker, ben, '/v1/events?after=0'))[Symbol.asyncIterator]();
  const next = async () => (await stream.next()).value as SwarmEvent;
  assert.deepEqual([(await next()).kind], ['online']);
  const coming = next();
  await publishing(tracker, ana, 'music/a.txt', content(1));
  const published = await coming;
  assert.deepEqual([published.kind, published.peer, published.share], ['published', ana.peer, 'music']);
  await calling(tracker, admin, 'withdraw', { content: content(1) });
  assert.equal((await next()).kind, 'withdrawn');

  const again = await eventsOf(t, tracker, ben, 'withdrawn', { 'last-event-id': String(published.id) });
  assert.deepEqual(
    again.map(({ kind }) => kind),
    ['withdrawn'],
  );
});

test('the events of a member end when it is revoked', async (t) => {
  const tracker = await runningTracker(t);
  const [bad, admin] = [await tracker.member(), await tracker.member('admin')];
  await announcing(tracker, admin);
  const outgoing = request({
    host: '127.0.0.1',
    port: tracker.port,
    path: '/v1/events?after=0',
    key: bad.key,
    cert: bad.cert,
    agent: false,
    rejectUnauthorized: false,
  });
  outgoing.end();
  const [incoming] = (await once(outgoing, 'response')) as [AsyncIterable<Buffer>];
  let text = '';
  for await (const part of incoming) {
    if (text === '') await calling(tracker, admin, 'revoke', { peer: bad.peer });
    text += part.toString();
  }
  assert.match(text, /event: error\ndata: .*"revoked"/);
});

test('too many readers of events are told so', async (t) => {
  const tracker = await runningTracker(t, { maxFollowers: 1 });
  const as = await tracker.member();
  await announcing(tracker, as);
  const held = (await openEvents(t, tracker, as, '/v1/events?after=0'))[Symbol.asyncIterator]();
  await held.next();
  const refused = await tracker.call('GET', '/v1/events?after=0', { as });
  assert.match(refused.text, /event: error\ndata: .*"too-many-connections"/);
});

test('a heartbeat without a lease is told to announce, also when the lease ran out', async (t) => {
  const tracker = await runningTracker(t);
  const [ana, ben] = [await tracker.member(), await tracker.member()];
  const beat = () =>
    tracker.call('POST', '/v1/lease/heartbeat', {
      as: ana,
      body: { slots: { total: 4, free: 1 }, revokedVersion: -1 },
    });
  assert.equal(errorCode(await beat()), 'not-found');
  await announcing(tracker, ana);
  await publishing(tracker, ana, 'music/a.txt', content(1));
  tracker.clock.advance(59_000);
  assert.equal((await beat()).status, 200);
  tracker.clock.advance(59_000);
  assert.equal(Object.keys(await calling(tracker, ben, 'locate', { contents: [content(1)] })).length, 1);
  tracker.clock.advance(2_000);
  assert.deepEqual(await calling(tracker, ben, 'locate', { contents: [content(1)] }), {});
  assert.equal(errorCode(await beat()), 'not-found');
  assert.equal((await calling(tracker, ben, 'search', { text: 'a.txt', limit: 5 })).items[0]?.sources, 0);
});

test('a credential comes with each announce, and with a heartbeat when half its time is over', async (t) => {
  const tracker = await runningTracker(t, { ttlSeconds: 48 * 3600 });
  const as = await tracker.member('member', ['lab']);
  const { credential = '' } = await announcing(tracker, as);
  const claims = await new CredentialVerifier(tracker.networkKey.publicKey).verify(credential);
  assert.deepEqual([claims.peer, claims.groups, claims.expires - claims.issued], [as.peer, ['lab'], 24 * 3600]);
  const beat = () => calling(tracker, as, 'heartbeat', { slots: { total: 4, free: 4 }, revokedVersion: 0 });
  tracker.clock.advance(12 * 3600 * 1000 - 2000);
  assert.equal((await beat()).credential, undefined);
  tracker.clock.advance(2000);
  const { credential: fresh = '' } = await beat();
  assert.equal(
    (await new CredentialVerifier(tracker.networkKey.publicKey).verify(fresh)).issued,
    claims.issued + 12 * 3600,
  );
  assert.equal((await beat()).credential, undefined);
});

test('each request for a content begins with its next holder, and busy ones come last', async (t) => {
  const tracker = await runningTracker(t);
  const asking = await tracker.member();
  const holders = [await tracker.member(), await tracker.member(), await tracker.member()];
  for (const [i, as] of holders.entries()) {
    await announcing(tracker, as, { port: 8000 + i });
    await calling(tracker, as, 'hold', {
      upsert: [{ content: content(1), size: 10, pieces: 1, audience: everyone }],
      remove: [],
    });
  }
  const order = async () =>
    (await calling(tracker, asking, 'locate', { contents: [content(1)] }))[content(1)]?.map(({ peer }) =>
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

test('a peer’s address is the one that it is seen at, whatever it says', async (t) => {
  const tracker = await runningTracker(t);
  const [ana, admin] = [await tracker.member(), await tracker.member('admin')];
  const announceAs = async (as: Identity, host: string) => {
    await calling(tracker, as, 'announce', {
      endpoints: [{ protocol: 'ayni', host, port: 7742 }],
      slots: { total: 1, free: 1 },
      agent: 'test',
      revokedVersion: -1,
    });
    const peers = await calling(tracker, admin, 'peers', {});
    return peers.find(({ peer }) => peer === as.peer)?.endpoints.map((endpoint) => endpoint.host);
  };
  assert.deepEqual(await announceAs(ana, '198.51.100.7'), ['127.0.0.1']);
  assert.deepEqual(await announceAs(ana, 'victim.example'), ['127.0.0.1']);
  assert.deepEqual(await announceAs(admin, 'our.example'), ['our.example']);
});

test('a batch that does not follow on what the tracker knows is refused with the revision that it knows', async (t) => {
  const tracker = await runningTracker(t);
  const as = await tracker.member();
  await publishing(tracker, as, 'music/a.txt', content(1));
  const batch = { share: 'music', audience: everyone, base: 5, next: 6, upsert: [], remove: [] };
  const answer = await tracker.call('POST', '/v1/publish', { as, body: batch });
  assert.equal(`${answer.status} ${errorCode(answer)}`, '409 revision-mismatch');
  assert.deepEqual((answer.json as { error: { context: object } }).error.context, { revision: 1, share: 'music' });
});

test('a batch of the greatest size goes through at once, and one more entry does not', async (t) => {
  const tracker = await runningTracker(t);
  const as = await tracker.member();
  const upsert = Array.from({ length: 5_000 }, (_, i) => ({
    kind: 'file',
    path: `${'d'.repeat(200)}/${i}`,
    content: content(i % 250),
    size: 10,
    mtime: 1,
    executable: false,
  }));
  const batch = { share: 'many', audience: everyone, base: 0, next: 1, full: 'only', upsert, remove: [] };
  assert.equal((await tracker.call('POST', '/v1/publish', { as, body: batch })).status, 204);
  const over = await tracker.call('POST', '/v1/publish', { as, body: { ...batch, base: 1, next: 2, remove: ['x'] } });
  assert.equal(`${over.status} ${errorCode(over)}`, '413 too-large');
});
