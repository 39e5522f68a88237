import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Host } from '../../test/support/network-hosts.ts';
import { until, versionOf, which, type Running } from './programs.ts';
import { arm, startOn, type ArmedCall, type LocalCall } from './swarm-hosts.ts';
import type { Fetching, ReadySwarm, SwarmPlace, SwarmProgram } from './swarm-program.ts';
import { torrentOf } from './torrent.ts';

const TRACKER_PORT = 6969;
const PEER_PORT = 6881;
const RPC = 'http://127.0.0.1:6800/jsonrpc';
const PYTHON_PROGRAM = fileURLToPath(new URL('./libtorrent-host.py', import.meta.url));

/** The programs to compare with that are here, with their tracker, and the names of those that are missing. */
export function torrentSwarms(): { readonly programs: readonly SwarmProgram[]; readonly missing: readonly string[] } {
  const opentracker = which('opentracker');
  if (opentracker === undefined) return { programs: [], missing: ['opentracker', 'aria2', 'libtorrent'] };
  const programs: SwarmProgram[] = [];
  const missing: string[] = [];
  const aria2 = which('aria2c');
  if (aria2 === undefined) missing.push('aria2');
  else {
    const version = versionOf(aria2, '--version');
    programs.push({ name: 'aria2', version, ready: (place) => aria2Ready(place, aria2, opentracker) });
  }
  const python = ['/usr/bin/python3', which('python3')].find(
    (path) => path !== undefined && spawnSync(path, ['-c', 'import libtorrent']).status === 0,
  );
  if (python === undefined) missing.push('libtorrent');
  else {
    const version = versionOf(python, '-c', 'import libtorrent; print(libtorrent.__version__)');
    programs.push({ name: 'libtorrent', version, ready: (place) => libtorrentReady(place, python, opentracker) });
  }
  return { programs, missing };
}

/** On the seeder's host. Debian's knows only what its list names. @returns the path of the `.torrent` file */
function startTracker({ programs, seeder, source, work }: SwarmPlace, opentracker: string): string {
  const folder = join(work, 'tracker');
  mkdirSync(folder);
  const torrent = torrentOf(source, `http://${seeder.address}:${TRACKER_PORT}/announce`);
  const path = join(work, 'bench.torrent');
  writeFileSync(path, torrent.bytes);
  writeFileSync(join(folder, 'allowed'), `${torrent.infoHash}\n`, { mode: 0o644 });
  const where = ['-i', seeder.address, '-p', String(TRACKER_PORT), '-P', String(TRACKER_PORT), '-d', folder];
  const knowsList = spawnSync(opentracker, ['-h'], { encoding: 'utf8' });
  const list = `${knowsList.stdout}${knowsList.stderr}`.includes('-w whitelistfile') ? ['-w', 'allowed'] : [];
  startOn(seeder, programs, opentracker, [...where, ...list]);
  return path;
}

/** Each is a daemon that is told by its local API to fetch, and runs a program of ours when it has everything. */
async function aria2Ready(place: SwarmPlace, aria2: string, opentracker: string): Promise<ReadySwarm> {
  const torrent = startTracker(place, opentracker);
  const { seeder, leechers, source, work, programs } = place;
  // It gives the path of the file as the third argument.
  const hook = join(work, 'finished');
  writeFileSync(hook, '#!/bin/sh\n: > "$3.finished"\n', { mode: 0o755 });
  const start = async (host: Host, args: readonly string[]): Promise<void> => {
    const quiet = ['--no-conf', '--quiet', '--enable-rpc', '--file-allocation=none', '--seed-ratio=0'];
    const swarm = ['--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false', `--listen-port=${PEER_PORT}`];
    startOn(host, programs, aria2, [...quiet, ...swarm, `--on-bt-download-complete=${hook}`, ...args]);
    await until(
      'aria2 listens',
      () =>
        arm(host, rpc('aria2.getVersion'))
          .go()
          .catch(() => undefined),
      { every: 100 },
    );
  };
  await start(seeder, ['--dir', dirname(source), '--check-integrity', torrent]);
  const addTorrent = rpc('aria2.addTorrent', readFileSync(torrent, 'base64'));
  const armed: ArmedCall[] = [];
  const fetching: Fetching[] = [];
  for (const host of leechers) {
    const folder = join(work, host.name);
    mkdirSync(folder);
    await start(host, ['--dir', folder]);
    const target = join(folder, basename(source));
    fetching.push({ target, mark: `${target}.finished` });
    armed.push(arm(host, addTorrent));
  }
  return { fetching, go: async () => void (await Promise.all(armed.map((one) => one.go()))) };
}

function rpc(method: string, ...params: readonly string[]): LocalCall {
  return { url: RPC, body: { jsonrpc: '2.0', id: '1', method, params } };
}

/** A session each, told on stdin to fetch. */
async function libtorrentReady(place: SwarmPlace, python: string, opentracker: string): Promise<ReadySwarm> {
  const torrent = startTracker(place, opentracker);
  const { seeder, leechers, source, work, programs } = place;
  const start = async (host: Host, ...args: readonly string[]): Promise<Running> => {
    const all = [PYTHON_PROGRAM, `${host.address}:${PEER_PORT}`, torrent, ...args];
    const running = startOn(host, programs, python, all, { stdin: true });
    await running.line();
    return running;
  };
  await start(seeder, 'seed', dirname(source));
  const told: (() => void)[] = [];
  const fetching: Fetching[] = [];
  for (const host of leechers) {
    const folder = join(work, host.name);
    mkdirSync(folder);
    const target = join(folder, basename(source));
    const mark = `${target}.finished`;
    const running = await start(host, 'fetch', folder, mark);
    told.push(() => running.write('go'));
    fetching.push({ target, mark });
  }
  return { fetching, go: async () => told.forEach((tell) => tell()) };
}
