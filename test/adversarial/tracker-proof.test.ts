import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { Address } from '../../src/core/access/link.ts';
import { AyniError, type ErrorCode } from '../../src/core/errors.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { loadNetworkKey } from '../../src/net/identity/network-key.ts';
import { join as joinNetwork } from '../../src/peer/membership/join.ts';
import { TrackerClient } from '../../src/peer/membership/tracker-client.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { LATER, network, refuse, standIn, type Network, type StandIn } from './tracker-stand-in.ts';

const SECRET = 'the-secret-of-the-invite';

/** Joins by a link to `trackers` and tells the code it fails with. */
async function joinAt(
  t: TestContext,
  of: Network,
  trackers: readonly Address[],
  timeoutMs = 2_000,
): Promise<ErrorCode | 'joined'> {
  const identity = await of.identity('joining');
  const link = { trackers, network: of.key.network, secret: SECRET };
  try {
    await joinNetwork(link, { identity, name: 'joining', stateFolder: of.folder, timeoutMs });
    return 'joined';
  } catch (error) {
    assert.ok(error instanceof AyniError, String(error));
    assert.ok(!error.message.includes('\n') && !error.message.includes(SECRET));
    assert.ok(!(await readdir(of.folder)).includes('membership.json'));
    return error.code;
  }
}

const heardTheSecret = ({ seen }: StandIn) => JSON.stringify(seen).includes(SECRET);

test('sends the secret to a tracker of the network, over a connection that proved it', async (t) => {
  const of = await network(t);
  const tracker = await standIn(t, of);
  assert.equal(await joinAt(t, of, [tracker.address]), 'joined');
  assert.ok(heardTheSecret(tracker));
  assert.deepEqual(
    tracker.seen.map(({ call }) => call),
    ['GET /v1/join', 'POST /v1/join'],
  );
});

const LIES: Readonly<Record<string, { code: ErrorCode; lie: (of: Network, tracker: StandIn) => Promise<void> }>> = {
  'is of another network': {
    code: 'wrong-peer',
    lie: async (of, { answers, identity }) => {
      const other = await loadNetworkKey(join(of.folder, 'other'));
      const credential = await of.sign(identity.peer, { role: 'tracker', network: other.network }, other);
      answers.set('GET /v1/join', () => ({ network: other.network, key: other.publicKey, credential, access: 'open' }));
    },
  },
  'claims our network with another key': {
    code: 'wrong-peer',
    lie: async (of, { answers, identity }) => {
      const other = await loadNetworkKey(join(of.folder, 'other'));
      const credential = await of.sign(identity.peer, { role: 'tracker' }, other);
      answers.set('GET /v1/join', () => ({
        network: of.key.network,
        key: other.publicKey,
        credential,
        access: 'open',
      }));
    },
  },
  'shows our key and a credential by another': {
    code: 'credential-invalid',
    lie: async (of, { answers, identity }) => {
      const other = await loadNetworkKey(join(of.folder, 'other'));
      const credential = await of.sign(identity.peer, { role: 'tracker' }, other);
      answers.set('GET /v1/join', () => ({
        network: of.key.network,
        key: of.key.publicKey,
        credential,
        access: 'open',
      }));
    },
  },
  'shows the credential of the true tracker': {
    code: 'credential-invalid',
    lie: async (of, { answers }) => {
      const credential = await of.sign((await of.identity('true tracker')).peer, { role: 'tracker' });
      answers.set('GET /v1/join', () => ({
        network: of.key.network,
        key: of.key.publicKey,
        credential,
        access: 'open',
      }));
    },
  },
  'is a member': {
    code: 'credential-invalid',
    lie: async (of, { answers, identity }) => {
      const credential = await of.sign(identity.peer, { role: 'admin' });
      answers.set('GET /v1/join', () => ({
        network: of.key.network,
        key: of.key.publicKey,
        credential,
        access: 'open',
      }));
    },
  },
  'shows a credential that has expired': {
    code: 'credential-expired',
    lie: async (of, { answers, identity }) => {
      const credential = await of.sign(identity.peer, { role: 'tracker', issued: 1, expires: 2 });
      answers.set('GET /v1/join', () => ({
        network: of.key.network,
        key: of.key.publicKey,
        credential,
        access: 'open',
      }));
    },
  },
  'answers nonsense': {
    code: 'bad-answer',
    lie: async (_, { answers }) => void answers.set('GET /v1/join', () => ({ hello: 'world' })),
  },
  'answers something that is not JSON': {
    code: 'bad-answer',
    lie: async (_, { answers }) =>
      void answers.set('GET /v1/join', (_seen, response) => response.writeHead(200).end('<html>\0\n') && LATER),
  },
  'answers without end': {
    code: 'bad-answer',
    lie: async (_, { answers }) =>
      void answers.set('GET /v1/join', (_seen, response) => {
        response.writeHead(200);
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        };
        response.on('drain', more);
        more();
        return LATER;
      }),
  },
  'is no tracker': {
    code: 'bad-answer',
    lie: async (_, { answers }) =>
      void answers.set('GET /v1/join', (_seen, response) => refuse(response, 404, 'not-found')),
  },
  'sends us elsewhere': {
    code: 'bad-answer',
    lie: async (_, { answers }) =>
      void answers.set(
        'GET /v1/join',
        (_seen, response) => response.writeHead(302, { Location: 'https://127.0.0.1:1/v1/join' }).end() && LATER,
      ),
  },
  'never answers': {
    code: 'timeout',
    lie: async (_, { answers }) => void answers.set('GET /v1/join', () => LATER),
  },
};

for (const [what, { code, lie }] of Object.entries(LIES)) {
  test(`keeps the secret from a tracker that ${what}, and asks the next`, async (t) => {
    const of = await network(t);
    const [liar, honest] = [await standIn(t, of, 'liar'), await standIn(t, of, 'honest')];
    await lie(of, liar);
    assert.equal(await joinAt(t, of, [liar.address], code === 'timeout' ? 300 : 2_000), code);
    assert.equal(await joinAt(t, of, [liar.address, honest.address], code === 'timeout' ? 300 : 2_000), 'joined');
    assert.ok(!heardTheSecret(liar));
    assert.deepEqual(new Set(liar.seen.map(({ call }) => call)), new Set(['GET /v1/join']));
  });
}

test('says nothing to who takes the place of a tracker that proved itself, until it proves itself too', async (t) => {
  const of = await network(t);
  const tracker = await standIn(t, of);
  const http = new HttpsClient({ identity: await of.identity('joining') });
  t.after(() => http.close());
  const client = new TrackerClient(
    { http, clock: systemClock },
    { network: of.key.network, trackers: [tracker.address], timeoutMs: 2_000 },
  );
  await client.join({ name: 'joining', secret: 'the first secret' });
  await tracker.stop();
  const thief = await standIn(t, of, 'thief', tracker.address.port);
  thief.answers.set('GET /v1/join', () => ({}));
  const failsAs = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code);
  await assert.rejects(client.join({ name: 'joining', secret: SECRET }), failsAs('wrong-peer'));
  assert.deepEqual(thief.seen, []);
  await assert.rejects(client.join({ name: 'joining', secret: SECRET }), failsAs('bad-answer'));
  assert.ok(!heardTheSecret(thief));
});

test('says in one line that nobody is there, or that something else is', async (t) => {
  const of = await network(t);
  const closed = await standIn(t, of, 'closed');
  await closed.stop();
  assert.equal(await joinAt(t, of, [closed.address]), 'unreachable');

  const listenAt = async (server: Server): Promise<Address> => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    t.after(() => server.close());
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    return { host: '127.0.0.1', port: address.port };
  };
  const noTls = await listenAt(
    createServer((socket) => socket.on('error', () => {}).end('220 mail.example ESMTP\r\n')),
  );
  assert.equal(await joinAt(t, of, [noTls]), 'unreachable');
  const silent = await listenAt(createServer((socket) => t.after(() => socket.destroy())));
  assert.equal(await joinAt(t, of, [silent], 300), 'timeout');
});

test('tells a bad invite from a revoked peer and a tracker without room', async (t) => {
  const of = await network(t);
  const tracker = await standIn(t, of);
  for (const [status, code] of [
    [403, 'invite-invalid'],
    [401, 'revoked'],
    [503, 'too-many-connections'],
  ] as const) {
    tracker.answers.set('POST /v1/join', (_seen, response) => refuse(response, status, code));
    assert.equal(await joinAt(t, of, [tracker.address]), code);
  }
  // A credential that is of no use here is not kept either.
  const other = await of.identity('somebody else');
  tracker.answers.set('POST /v1/join', async () => ({
    credential: await of.sign(other.peer),
    role: 'member',
    groups: [],
    trackers: [],
  }));
  assert.equal(await joinAt(t, of, [tracker.address]), 'bad-answer');
});
