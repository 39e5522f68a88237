import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { Machine, stop, until } from '../e2e/cli-support.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';

const MB = 1_000_000;

test(
  'a swarm over three trackers loses one of them and its database, and no download and no file',
  { skip: withoutPostgres, timeout: 240_000 },
  async (t) => {
    const server = await PrivatePostgres.start();
    t.after(() => server.remove());
    const store = await server.makeDatabase('network');
    const startTracker = async (machine: Machine, ...args: string[]) => {
      const port = String(await freePort());
      return machine.start('tracker', '--store', store, '--host', '127.0.0.1', '--tracker-port', port, ...args);
    };
    const machines = [await Machine.make(t), await Machine.make(t), await Machine.make(t)] as const;
    const first = await startTracker(machines[0]);
    const key = machines[0].path('state', 'tracker', 'network.key');
    await startTracker(machines[1], '--network-key', key);
    await startTracker(machines[2], '--network-key', key);
    const link = first.started.tracker?.invites.at(-1)?.link ?? '';

    const peers = [await Machine.make(t), await Machine.make(t), await Machine.make(t)] as const;
    const bytes = randomBytes(24 * MB);
    for (const [index, peer] of peers.entries()) {
      await mkdir(peer.path('shared'));
      await writeFile(peer.path('shared', `of peer ${index}.txt`), `peer ${index}`);
    }
    await writeFile(peers[0].path('shared', 'large.bin'), bytes);
    // A peer learns of all trackers with its lease, when they have told each other.
    await until(async () => ((await server.sql('SELECT 1 FROM trackers', 'network')).length === 3 ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 6000));
    for (const [index, peer] of peers.entries()) {
      await peer.start('join', link, 'shared', '--host', '127.0.0.1', '--name', `peer-${index}`);
    }
    await Promise.all(
      peers.map((peer) =>
        until(async () => {
          const { trackers } = JSON.parse(await readFile(peer.path('state', 'membership.json'), 'utf8')) as {
            trackers: readonly string[];
          };
          return trackers.length >= 3 ? true : undefined;
        }),
      ),
    );
    const finds = (peer: Machine, word: string) =>
      until(async () => {
        const { code, stdout } = await peer.run('search', word, '--json');
        if (code !== 0) return undefined;
        const { items } = JSON.parse(stdout) as { items: readonly { sources: number }[] };
        return items[0] !== undefined && items[0].sources > 0 ? true : undefined;
      });
    await finds(peers[1], 'large');
    await peers[0].run('limit', '--up', '1500kB');
    const downloads = [peers[1], peers[2]].map((peer) => peer.run('get', 'large.bin'));
    await new Promise((resolve) => setTimeout(resolve, 3000));

    await stop(first.child, 'SIGKILL');
    await server.down('fast');
    await server.up();
    await finds(peers[1], 'large');
    await writeFile(peers[2].path('shared', 'written afterwards.txt'), 'later');
    await finds(peers[0], 'afterwards');
    await peers[0].run('limit', '--up', 'off');

    for (const [index, download] of downloads.entries()) {
      const { code, stderr } = await download;
      assert.equal(code, 0, stderr);
      const target = peers[index + 1]?.path('home', 'Downloads', 'Ayni', 'large.bin') ?? '';
      assert.ok((await readFile(target)).equals(bytes));
    }
    for (const index of peers.keys()) await finds(peers[0], `"of peer ${index}"`.replaceAll('"', ''));
    // The peers never lost their leases: all are still online.
    const online = await peers[0].json<readonly { online: boolean }[]>('peers');
    assert.equal(online.filter((each) => each.online).length, 3);
  },
);

test(
  'a tracker over a database refuses a password in its arguments, and a key that is not the network’s',
  {
    skip: withoutPostgres,
    timeout: 120_000,
  },
  async (t) => {
    const server = await PrivatePostgres.start();
    t.after(() => server.remove());
    const store = await server.makeDatabase('network');
    const [one, two] = [await Machine.make(t), await Machine.make(t)];
    const told = await one.run('tracker', '--store', store.replace('ayni@', 'ayni:secret@'));
    assert.equal(told.code, 2);
    assert.match(told.stderr, /PGPASSWORD/);
    assert.doesNotMatch(told.stderr, /secret/);
    const port = ['--host', '127.0.0.1', '--tracker-port', String(await freePort())];
    await writeFile(one.path('store.txt'), `${store.replace('ayni@', 'ayni:secret@')}\n`);
    const running = await one.start('tracker', '--store-file', one.path('store.txt'), ...port);
    const other = await two.run('tracker', '--store', store, ...port);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /--network-key/);
    assert.equal(await stop(running.child), 0);
  },
);
