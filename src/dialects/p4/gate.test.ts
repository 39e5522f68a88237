import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { test } from 'node:test';

import { ManualClock } from '../../../test/support/manual-clock.ts';
import { RawServer } from '../shared/test-support/raw-server.ts';
import { Gate, type Require } from './gate.ts';
import { MasterClient } from './master-client.ts';

const signal = new AbortController().signal;
const KNOWN = { token: 'good', ip: '10.0.0.7' };

/** A gate before a master that knows one token and one address, and counts what it is asked. */
async function started(require: Require) {
  const asked: string[] = [];
  const known = { ...KNOWN };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.once('end', () => {
      asked.push(`${request.url} ${body}`);
      const { token, ip } = JSON.parse(body) as { token?: string; ip?: string };
      response.writeHead((token ?? known.token) === known.token && (ip ?? known.ip) === known.ip ? 200 : 401).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const clock = new ManualClock();
  const master = new MasterClient({ host: '127.0.0.1', port }, { timeoutMs: 5_000 });
  const gate = new Gate({ clock, master }, { require });
  return {
    asked,
    known,
    clock,
    check: (address: string, authorization?: string) => gate.check({ address, authorization }, signal),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const REFUSED = { code: 'unauthenticated' };

for (const require of ['address', 'token', 'nothing'] as const) {
  test(`lets in a good token and refuses a wrong one, where ${require} is required`, async () => {
    await using gate = await started(require);
    await gate.check('10.9.9.9', 'Bearer good');
    await assert.rejects(gate.check(KNOWN.ip, 'Bearer wrong'), REFUSED);
    await assert.rejects(gate.check(KNOWN.ip, 'Basic good'), REFUSED);
    await assert.rejects(gate.check(KNOWN.ip, 'Bearer '), REFUSED);
  });
}

test('lets in without a token who is at the address of a registered peer, where that is required', async () => {
  await using gate = await started('address');
  await gate.check(KNOWN.ip);
  await assert.rejects(gate.check('10.9.9.9'), REFUSED);
  assert.deepEqual(gate.asked, ['/verify {"ip":"10.0.0.7"}', '/verify {"ip":"10.9.9.9"}']);
});

test('lets in nobody without a token where one is required, everybody where nothing is', async () => {
  await using strict = await started('token');
  await assert.rejects(strict.check(KNOWN.ip), REFUSED);
  await using open = await started('nothing');
  await open.check('10.9.9.9');
  assert.deepEqual([...strict.asked, ...open.asked], []);
});

test('remembers a yes for ten seconds, and a no not at all', async () => {
  await using gate = await started('address');
  await gate.check(KNOWN.ip);
  gate.known.ip = 'gone';
  gate.clock.advance(9_999);
  await gate.check(KNOWN.ip);
  assert.equal(gate.asked.length, 1);
  gate.clock.advance(1);
  await assert.rejects(gate.check(KNOWN.ip), REFUSED);
  gate.known.ip = KNOWN.ip;
  await gate.check(KNOWN.ip);
  assert.equal(gate.asked.length, 3);
});

test('asks once for all who come at the same time', async () => {
  await using gate = await started('token');
  await Promise.all(Array.from({ length: 100 }, () => gate.check('10.9.9.9', 'Bearer good')));
  assert.equal(gate.asked.length, 1);
});

test('lets in nobody where the master cannot be asked', async () => {
  await using silent = new RawServer();
  const at = { host: '127.0.0.1', port: await silent.start() };
  const gate = new Gate(
    { clock: new ManualClock(), master: new MasterClient(at, { timeoutMs: 50 }) },
    { require: 'address' },
  );
  await assert.rejects(gate.check({ address: KNOWN.ip, authorization: undefined }, signal), { code: 'busy' });
});

test('needs to know the master, unless nothing is required', async () => {
  const clock = new ManualClock();
  assert.throws(() => new Gate({ clock, master: undefined }, { require: 'token' }), { code: 'bad-config' });
  const open = new Gate({ clock, master: undefined }, { require: 'nothing' });
  await open.check({ address: '10.9.9.9', authorization: 'Bearer whatever' }, signal);
});
