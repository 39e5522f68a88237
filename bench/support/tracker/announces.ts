import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { freePorts, until, which, type Programs } from '../programs.ts';
import type { WrkRequest } from './wrk-run.ts';

/** A tracker of BitTorrent, over HTTP. */
export interface TorrentTracker {
  readonly name: string;
  readonly version: string;
  readonly pid: number;
  readonly port: number;
}

export interface Announces {
  readonly swarms: number;
  /** In each swarm. */
  readonly peers: number;
  /** Peers that an answer names. */
  readonly wanted: number;
}

const hashOf = (swarm: number): Buffer => createHash('sha1').update(`swarm ${swarm}`).digest();

/** Every peer once in each of its swarms, as those who have the whole torrent and say so again. */
export function announceRequests({ swarms, peers, wanted }: Announces): readonly WrkRequest[] {
  return Array.from({ length: swarms * peers }, (_, at) => {
    const [swarm, peer] = [at % swarms, Math.floor(at / swarms)];
    const hash = hashOf(swarm).toString('hex').replaceAll(/../g, '%$&');
    const id = `-AY0100-${String(at).padStart(12, '0')}`;
    // They are told apart by their ports: all have one address here.
    const query = `info_hash=${hash}&peer_id=${id}&port=${10_000 + peer}&uploaded=0&downloaded=0&left=0&compact=1&numwant=${wanted}`;
    return { method: 'GET', path: `/announce?${query}` };
  });
}

/** Debian's opentracker, which takes what is on its list; undefined where it is not installed. */
export async function startOpentracker(
  programs: Programs,
  start: (command: readonly string[]) => [string, string[]],
  folder: string,
  { swarms }: Announces,
): Promise<TorrentTracker | undefined> {
  const program = which('opentracker');
  if (program === undefined) return undefined;
  const hashes = Array.from({ length: swarms }, (_, swarm) => hashOf(swarm).toString('hex'));
  // Its name as seen from the folder that the program locks itself into.
  writeFileSync(join(folder, 'whitelist'), `${hashes.join('\n')}\n`, { mode: 0o644 });
  const [port = 0] = await freePorts(1);
  const ports = ['-p', String(port), '-P', String(port)];
  const { pid } = programs.start(...start([program, '-i', '127.0.0.1', ...ports, '-d', folder, '-w', 'whitelist']));
  return { name: 'opentracker', version: debianVersion('opentracker'), pid, port };
}

/**
 * npm's `bittorrent-tracker`, from where Node finds it or from the `node_modules` of `AYNI_BENCH_MODULES`; undefined
 * where there is none.
 */
export async function startBittorrentTracker(
  programs: Programs,
  start: (command: readonly string[]) => [string, string[]],
): Promise<TorrentTracker | undefined> {
  const folder = packageFolder('bittorrent-tracker');
  if (folder === undefined) return undefined;
  const [port = 0] = await freePorts(1);
  const module = fileURLToPath(new URL('./bittorrent-tracker.mjs', import.meta.url));
  const { pid } = programs.start(...start([process.execPath, module, folder, String(port)]));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  return { name: 'bittorrent-tracker', version, pid, port };
}

function debianVersion(name: string): string {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' });
  return stdout === '' ? 'unknown' : stdout;
}

function packageFolder(name: string): string | undefined {
  const modules = process.env['AYNI_BENCH_MODULES'];
  if (modules !== undefined && existsSync(join(modules, name))) return join(modules, name);
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** Announces everything once, so that all swarms have their peers, and looks whether the answers name some. */
export async function announceAll(tracker: TorrentTracker, announces: Announces): Promise<void> {
  const url = `http://127.0.0.1:${tracker.port}`;
  const answer = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text();
  const requests = announceRequests(announces);
  await until(`${tracker.name} answers`, async () => answer(requests[0]?.path ?? '').catch(() => undefined));
  let last = '';
  for (const { path } of requests) last = await answer(path);
  const named = Number(/5:peers(\d+):/.exec(last)?.[1] ?? 0) / 6;
  if (named < Math.min(announces.wanted, announces.peers) - 1) {
    throw new Error(`${tracker.name} does not answer as it should: ${last.slice(0, 200)}`);
  }
}
