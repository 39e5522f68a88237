import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';

import { userBehind } from './user-behind.ts';

/** Nobody, on any Linux. */
const SOMEBODY_ELSE = 65_534;

async function listening(t: TestContext) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const accepted = async () => {
    const [socket] = (await once(server, 'connection')) as [Socket];
    t.after(() => socket.destroy());
    return socket;
  };
  return { port, accepted };
}

test('knows a connection of its own user', { skip: process.platform !== 'linux' }, async (t) => {
  const { port, accepted } = await listening(t);
  const coming = accepted();
  const client = connect(port, '127.0.0.1');
  t.after(() => client.destroy());
  assert.equal(await userBehind(await coming), process.getuid?.());
});

test('knows a connection of another user', { skip: process.getuid?.() !== 0 }, async (t) => {
  const { port, accepted } = await listening(t);
  const coming = accepted();
  const program = `exec 3<>/dev/tcp/127.0.0.1/${port}; read -r -t 60 -u 3`;
  const child = spawn('bash', ['-c', program], { uid: SOMEBODY_ELSE, stdio: 'ignore' });
  t.after(() => child.kill());
  assert.equal(await userBehind(await coming), SOMEBODY_ELSE);
});
