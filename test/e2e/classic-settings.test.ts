import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { SlotsForeignPeer } from '../support/dialects/slots-foreign-peer.ts';
import { freePort } from '../support/free-port.ts';
import { Machine, until } from './cli-support.ts';

/** The files that come with the original programs, on ports that are free here. */
const trackerConf = (port: number, first: number) =>
  `# Port of the tracker\nport ${port};\n# Peers at once\nmaxPeer 3;\ninitialPort ${first};\n`;
const peerConf = (port: number, first: number, server: number) =>
  `peerPort ${port};\nshared files;\nmaxPeers 3;\ninitialPort ${first};\nserverIP 127.0.0.1;\nserverPort ${server};\n`;

test('tracker.conf and peer.conf start a tracker and a peer as they are', { timeout: 280_000 }, async (t) => {
  const [first, second] = [await Machine.make(t), await Machine.make(t)];
  const port = await freePort();
  await writeFile(first.path('tracker.conf'), trackerConf(port, await freePort()));
  const at = ['--tracker-port', String(await freePort()), '--host', '127.0.0.1'];
  const { started } = await first.start('tracker', '--config', 'tracker.conf', ...at);
  assert.equal(started.peer, undefined);

  await mkdir(second.path('files'));
  await writeFile(second.path('files', 'hello.txt'), 'Hello, old friends.\n');
  await writeFile(second.path('peer.conf'), peerConf(await freePort(), await freePort(), port));
  const listen = ['--port', String(await freePort()), '--host', '127.0.0.1'];
  await second.start('peer', '--config', 'peer.conf', ...listen);

  await using program = new SlotsForeignPeer({});
  await program.start(port);
  await until(async () => ((await program.list()).some(({ name }) => name === 'hello.txt') ? true : undefined));
  assert.equal((await program.fetch('hello.txt')).toString(), 'Hello, old friends.\n');
});

test('a classic file that makes no sense says in which line', async (t) => {
  const machine = await Machine.make(t);
  await writeFile(machine.path('tracker.conf'), 'port 2521;\nmaxPeer many;\n');
  const { code, stderr } = await machine.run('tracker', '--config', 'tracker.conf');
  assert.equal(code, 2);
  assert.match(stderr, /tracker\.conf.*2/);
});
