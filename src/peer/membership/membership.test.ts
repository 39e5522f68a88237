import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LATER, network, refuse, standIn, until } from '../../../test/adversarial/tracker-stand-in.ts';
import { Backoff } from '../../core/backoff.ts';
import { join } from './join.ts';
import { loadMembership } from './membership-record.ts';
import { failsAs, LEASE, memberOf } from '../../../test/support/member-of.ts';

suite('a membership', { concurrency: 8 }, () => {
  test('announces where it listens, then sends heartbeats, and says goodbye', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership, identity } = await memberOf(t, of, [tracker]);
    const announced: string[] = [];
    membership.onAnnounced(({ observed }) => announced.push(observed));
    membership.start();
    await until(() => tracker.count('POST /v1/lease/heartbeat') >= 2);
    assert.deepEqual(announced, ['127.0.0.1']);
    assert.equal(membership.state().connected, true);
    assert.equal(membership.state().tracker, `127.0.0.1:${tracker.address.port}`);
    await membership.stop();
    assert.equal(tracker.count('PUT /v1/lease'), 1);
    assert.equal(tracker.count('POST /v1/leave'), 1);
    assert.ok(tracker.seen.every(({ peer }) => peer === identity.peer));
    const announcement: unknown = JSON.parse(tracker.seen.find(({ call }) => call === 'PUT /v1/lease')?.body ?? '');
    assert.deepEqual(announcement, {
      endpoints: [{ protocol: 'ayni', port: 7742 }],
      slots: { total: 4, free: 3 },
      agent: 'ayni/test',
      revokedVersion: -1,
    });
  });

  test('connects by itself to a tracker that starts later', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    await tracker.stop();
    membership.start();
    await until(() => membership.state().lastError !== undefined);
    assert.match(membership.state().lastError ?? '', /cannot be reached/);
    assert.equal(membership.state().connected, false);
    const later = await standIn(t, of, 'tracker', tracker.address.port);
    await until(() => membership.state().connected);
    assert.equal(membership.state().lastError, undefined);
    assert.equal(later.count('PUT /v1/lease'), 1);
  });

  test('joins by itself a network whose tracker starts later', async (t) => {
    const of = await network(t);
    const early = await standIn(t, of);
    await early.stop();
    const link = { trackers: [early.address], network: of.key.network, secret: 'secret' };
    const options = { identity: await of.identity('member'), name: 'a member', stateFolder: of.folder };
    await assert.rejects(join(link, options), failsAs('unreachable'));
    const joining = join(link, { ...options, wait: true, backoff: new Backoff({ firstMs: 20, maxMs: 50 }) });
    const signal = AbortSignal.timeout(60);
    await assert.rejects(join(link, { ...options, wait: true, signal }), failsAs('cancelled'));
    await standIn(t, of, 'tracker', early.address.port);
    assert.equal((await joining).network, of.key.network);
  });

  test('announces again when its lease is lost, and when its tracker was started anew', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    membership.start();
    await until(() => tracker.count('PUT /v1/lease') === 1);
    let lost = false;
    tracker.answers.set('POST /v1/lease/heartbeat', (_seen, response) => {
      if (lost) return LEASE;
      lost = true;
      return refuse(response, 404, 'not-found');
    });
    await until(() => tracker.count('PUT /v1/lease') === 2);
    await tracker.stop();
    await until(() => !membership.state().connected);
    const again = await standIn(t, of, 'tracker', tracker.address.port);
    again.answers.set('POST /v1/lease/heartbeat', (_seen, response) => refuse(response, 404, 'not-found'));
    await until(() => again.count('PUT /v1/lease') === 1);
  });

  test('keeps fresh credentials and the network’s own list of trackers', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership, identity, record } = await memberOf(t, of, [tracker]);
    const fresh = await of.sign(identity.peer, { role: 'admin', groups: ['staff'] });
    tracker.answers.set('POST /v1/lease/heartbeat', () => ({
      ...LEASE,
      credential: fresh,
      trackers: ['192.0.2.7:7741', 'nonsense', `127.0.0.1:${tracker.address.port}`],
    }));
    membership.start();
    await until(() => membership.credential === fresh);
    assert.deepEqual(membership.state().groups, ['staff']);
    await until(() => membership.record.trackers.length === 2);
    await membership.stop();
    assert.deepEqual(await loadMembership(of.folder), {
      ...record,
      role: 'admin',
      groups: ['staff'],
      credential: fresh,
      trackers: ['192.0.2.7:7741', `127.0.0.1:${tracker.address.port}`],
    });
  });

  test('does not take a credential that is no good', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership, identity, record } = await memberOf(t, of, [tracker]);
    const stranger = await of.identity('stranger');
    const bad = [await of.sign(stranger.peer), await of.sign(identity.peer, { issued: 1, expires: 2 }), 'a.b.c'];
    tracker.answers.set('POST /v1/lease/heartbeat', () => ({ ...LEASE, credential: bad.shift() }));
    membership.start();
    await until(() => bad.length === 2 && membership.state().lastError !== undefined);
    assert.match(membership.state().lastError ?? '', /no good here/);
    await until(() => /set the clocks right/.test(membership.state().lastError ?? ''));
    await until(() => bad.length === 0);
    assert.equal(membership.credential, record.credential);
  });

  test('goes on with another tracker when one is gone', async (t) => {
    const of = await network(t);
    const [first, second] = [await standIn(t, of, 'first'), await standIn(t, of, 'second')];
    const { membership } = await memberOf(t, of, [first, second]);
    membership.start();
    await until(() => first.count('POST /v1/lease/heartbeat') > 0);
    await first.stop();
    await until(() => membership.state().tracker === `127.0.0.1:${second.address.port}`);
    assert.equal(membership.state().connected, true);
    assert.ok(second.count('POST /v1/lease/heartbeat') > 0);
  });

  test('does not wait for its next heartbeat when the tracker ends the connection', async (t) => {
    const of = await network(t);
    const [first, second] = [await standIn(t, of, 'first'), await standIn(t, of, 'second')];
    const rarely = { ...LEASE, interval: 3600 };
    for (const { answers } of [first, second]) {
      answers.set('PUT /v1/lease', () => ({ ...rarely, revisions: {}, observed: '127.0.0.1' }));
      answers.set('POST /v1/lease/heartbeat', () => rarely);
    }
    const { membership } = await memberOf(t, of, [first, second]);
    membership.start();
    await until(() => membership.state().connected);
    await first.stop();
    await until(() => membership.state().tracker === `127.0.0.1:${second.address.port}`);
    assert.equal(second.count('POST /v1/lease/heartbeat'), 1);
  });

  test('asks a silent tracker with one call only, and not again while another answers', async (t) => {
    const of = await network(t);
    const [first, second] = [await standIn(t, of, 'first'), await standIn(t, of, 'second')];
    first.answers.set('POST /v1/lease/heartbeat', () => LATER);
    const { membership, client } = await memberOf(t, of, [first, second], { timeoutMs: 600_000 });
    second.answers.set('POST /v1/locate', () => ({}));
    first.answers.set('POST /v1/locate', () => LATER);
    membership.start();
    await until(() => second.count('POST /v1/lease/heartbeat') >= 2);
    await client.locate({ contents: [] });
    assert.equal(first.count('POST /v1/lease/heartbeat'), 1);
    assert.equal(first.count('POST /v1/locate'), 0);
  });

  test('survives a tracker that answers nonsense, or without end', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    const lies: [string, RegExp][] = [
      ['{}', /makes no sense/],
      ['{"ttl":-1,"interval":0,"trackers":[]}', /makes no sense/],
      ['<html>', /not JSON/],
      [`{"ttl":60,"interval":1,"trackers":["${'x'.repeat(40_000_000)}"]}`, /more than the .* bytes/],
    ];
    let said = '';
    tracker.answers.set('PUT /v1/lease', (_seen, response) => {
      response.writeHead(200).end(said);
      return LATER;
    });
    for (const [lie, complaint] of lies) {
      said = lie;
      membership.start();
      await until(() => complaint.test(membership.state().lastError ?? ''));
      assert.equal(membership.state().connected, false);
    }
    tracker.answers.set('PUT /v1/lease', () => ({ ...LEASE, revisions: {}, observed: '127.0.0.1' }));
    await until(() => membership.state().connected);
  });

  test('survives a tracker that answers nothing', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker], { timeoutMs: 500 });
    tracker.answers.set('PUT /v1/lease', () => LATER);
    membership.start();
    await until(() => /did not answer/.test(membership.state().lastError ?? ''));
    assert.equal(membership.state().connected, false);
    tracker.answers.set('PUT /v1/lease', () => ({ ...LEASE, revisions: {}, observed: '127.0.0.1' }));
    await until(() => membership.state().connected);
  });

  test('waits for the next heartbeat however far away a tracker wants it', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    const far = { ...LEASE, interval: 10_000_000, ttl: 30_000_000, revisions: {}, observed: '127.0.0.1' };
    tracker.answers.set('PUT /v1/lease', () => far);
    membership.start();
    await until(() => membership.state().connected);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(tracker.count('POST /v1/lease/heartbeat'), 0);
  });

  test('leaves for good when asked to', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    membership.start();
    await until(() => membership.state().connected);
    await membership.leave();
    assert.match(tracker.seen.at(-1)?.body ?? '', /"forget":true/);
    assert.equal(await loadMembership(of.folder), undefined);
  });

  test('stops in time although the tracker is silent', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    membership.start();
    await until(() => membership.state().connected);
    tracker.answers.set('POST /v1/leave', () => LATER);
    await membership.stop();
  });

  test('refuses to join a second network in one state folder', async (t) => {
    const [one, two] = [await network(t), await network(t)];
    const tracker = await standIn(t, one);
    const { identity } = await memberOf(t, one, [tracker]);
    const link = { trackers: [tracker.address], network: two.key.network, secret: '' };
    await assert.rejects(join(link, { identity, name: 'x', stateFolder: one.folder }), failsAs('already-joined'));
    for (const name of ['', 'two\nlines', 'x'.repeat(101)]) {
      const again = { trackers: [tracker.address], network: one.key.network, secret: 's' };
      await assert.rejects(join(again, { identity, name, stateFolder: one.folder }), failsAs('bad-request'));
    }
  });

  test('follows events', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { client } = await memberOf(t, of, [tracker]);
    tracker.answers.set('GET /v1/events?after=7', (_seen, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(': hello\n\nid: 8\ndata: {"id":8,"at":1,"kind":"online"}\n\n');
      return LATER;
    });
    const ends = new AbortController();
    const kinds: string[] = [];
    await assert.rejects(async () => {
      for await (const { kind } of client.events({ after: 7 }, { signal: ends.signal })) {
        kinds.push(kind);
        ends.abort();
      }
    }, failsAs('cancelled'));
    assert.deepEqual(kinds, ['online']);
  });

  test('says why the tracker ended the events', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { client } = await memberOf(t, of, [tracker]);
    tracker.answers.set('GET /v1/events?after=7', (_seen, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.end('event: error\ndata: {"error":{"code":"revoked","message":"You were revoked."}}\n\n');
      return LATER;
    });
    const follow = async () => {
      for await (const event of client.events({ after: 7 })) assert.fail(event.kind);
    };
    await assert.rejects(follow(), { code: 'revoked', message: 'You were revoked.' });
  });
});
