import assert from 'node:assert/strict';
import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { DIALECTS, type Dialect } from '../../src/core/dialects/dialect.ts';
import { FlatgrpcForeignPeer } from '../support/dialects/flatgrpc-foreign-peer.ts';
import { HeloForeignPeer } from '../support/dialects/helo-foreign-peer.ts';
import { P4ForeignPeer } from '../support/dialects/p4-foreign-peer.ts';
import { RedeForeignPeer } from '../support/dialects/rede-foreign-peer.ts';
import { SlotsForeignPeer } from '../support/dialects/slots-foreign-peer.ts';
import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, until } from './cli-support.ts';

const SECRET = 'only for this test';
/** What the peer of each dialect has, and what the three members share. */
const FILES = Object.fromEntries(
  [...DIALECTS, 'anna', 'ben', 'cleo'].map((who) => [`of-${who}.txt`, `This is of ${who}. `.repeat(2000)]),
);
const bytesOf = (who: string) => ({ [`of-${who}.txt`]: FILES[`of-${who}.txt`] ?? '' });

/**
 * A settings file that turns all five dialects on, on ports of its own.
 * @param network where the network's tracker listens, for a member that is a bridge
 */
async function settingsFile(machine: Machine, network?: Record<Dialect, number>): Promise<Record<Dialect, number>> {
  const trackers = { ...network } as Record<Dialect, number>;
  const lines = ['[dialects]', 'allow_unauthenticated = true'];
  for (const dialect of DIALECTS) {
    trackers[dialect] ??= await freePort();
    lines.push(`[dialects.${dialect}]`, `tracker_port = ${trackers[dialect]}`, `peer_port = ${await freePort()}`);
    if (network !== undefined) lines.push('bridge = true');
  }
  const own = {
    p4: [`secret = "${SECRET}"`],
    slots: [`tracker_initial_port = ${await freePort()}`, `peer_initial_port = ${await freePort()}`],
  };
  const text = lines
    .flatMap((line) => [line, ...(Object.entries(own).find(([name]) => line === `[dialects.${name}]`)?.[1] ?? [])])
    .join('\n');
  await mkdir(machine.state, { recursive: true });
  await writeFile(join(machine.state, 'ayni.toml'), `${text}\n`);
  return trackers;
}

test(
  'every file reaches every client whose wire can carry it: five foreign peers, three members, one of them a bridge',
  { timeout: 300_000 },
  async (t) => {
    const [first, second, third] = [await Machine.make(t), await Machine.make(t), await Machine.make(t)];
    const at = await settingsFile(first);
    await settingsFile(second, at);
    for (const [machine, who] of [
      [first, 'anna'],
      [second, 'ben'],
      [third, 'cleo'],
    ] as const) {
      await mkdir(machine.path('shared'));
      await writeFile(machine.path('shared', `of-${who}.txt`), FILES[`of-${who}.txt`] ?? '');
    }
    const { link, started } = await startNetwork(first, first.path('shared'));
    assert.ok(started.tracker);
    const port = String(await freePort());
    const { started: joined } = await second.start(
      'join',
      link,
      second.path('shared'),
      '--host',
      '127.0.0.1',
      '--port',
      port,
    );
    assert.equal((joined as unknown as { warnings: string[] }).warnings.length, 5);
    // One that has no dialect on: what programs of others get of it goes through the bridge.
    const own = ['--host', '127.0.0.1', '--port', String(await freePort())];
    await third.start('join', link, third.path('shared'), ...own);

    await using helo = new HeloForeignPeer(bytesOf('helo'));
    await helo.start(at.helo);
    await using flatgrpc = new FlatgrpcForeignPeer(bytesOf('flatgrpc'));
    await flatgrpc.start(`127.0.0.1:${at.flatgrpc}`);
    await using p4 = new P4ForeignPeer(bytesOf('p4'));
    await p4.start(at.p4, SECRET, 'one');
    await using rede = new RedeForeignPeer(bytesOf('rede'));
    await rede.start(at.rede);
    await using slots = new SlotsForeignPeer(bytesOf('slots'));
    await slots.start(at.slots);
    // The tracker hears of it with the first request.
    await slots.where('nothing');

    // Whoever is at the native network finds all of them.
    await until(async () => {
      const { items: hits } = await second.json<{ items: { foreign?: object }[] }>('search', 'of');
      return hits.length === 8 && hits.filter(({ foreign }) => foreign !== undefined).length === 5 ? true : undefined;
    });

    const heloGets = async (name: string) => {
      const [pair] = (await helo.search(name)).filter((each) => each.name === name);
      return pair === undefined ? undefined : helo.fetch(pair);
    };
    const redeGets = async (name: string) => {
      for (const peer of await rede.peers()) {
        if (peer === rede.port ? name === 'of-rede.txt' : (await rede.ls(peer)).includes(name)) {
          return rede.get(peer, name);
        }
      }
      return undefined;
    };
    const p4Gets = async (name: string) => ((await p4.where(name)) === undefined ? undefined : p4.fetch(name));
    const slotsGets = async (name: string) =>
      (await slots.list()).some((each) => each.name === name) ? slots.fetch(name) : undefined;
    const flatgrpcGets = async (name: string) =>
      (await flatgrpc.search(name)).length === 0 ? undefined : flatgrpc.fetch(name);
    // Its MD5 is computed where the file is, because the network speaks `slots`.
    await until(async () => ((await slots.list()).some(({ name }) => name === 'of-cleo.txt') ? true : undefined));
    // `slots` last: what comes from other dialects is named by an MD5 once somebody here has seen the bytes.
    const clients = { helo: heloGets, flatgrpc: flatgrpcGets, p4: p4Gets, rede: redeGets, slots: slotsGets };
    for (const [client, get] of Object.entries(clients)) {
      for (const [name, text] of Object.entries(FILES)) {
        const bytes = await until(() => get(name).catch(() => undefined));
        assert.equal(bytes.toString(), text, `${client} gets ${name}`);
      }
    }

    // And a member fetches one from each, which is checked against what the dialect tells.
    for (const dialect of DIALECTS) {
      const name = `of-${dialect}.txt`;
      await first.json('get', name, '-o', 'got');
      assert.equal(await readFile(first.path('got', name), 'utf8'), FILES[name]);
    }
  },
);
