import { basename, dirname, resolve } from 'node:path';

import { formatAddress } from '../../core/access/link.ts';
import { parsePeerConf, parseTrackerConf } from '../../dialects/slots/config-file.ts';

/** Whether a settings file is `tracker.conf` or `peer.conf` of `slots`, as old programs have them. */
export function isClassic(path: string | undefined): path is string {
  return path?.endsWith('.conf') === true;
}

export interface ClassicSettings {
  /** Which of the two it is. */
  readonly only: 'tracker' | 'peer';
  /** By place, as `ayni.toml` would say it. */
  readonly values: ReadonlyMap<string, unknown>;
}

/**
 * A classic file turns `slots` on, with what it says; whoever hands one over wants programs of that system in. Which of
 * the two it is, its keys tell.
 * @param path absolute
 * @throws {AyniError} `bad-config` with the line
 */
export function classicSettings(text: string, path: string): ClassicSettings {
  const isPeer = /^\s*(peerPort|shared|maxPeers|serverIP|serverPort)\s/m.test(text);
  const said = isPeer ? ofPeer(text, path) : ofTracker(text, path);
  const values = new Map<string, unknown>([
    ['dialects.slots', true],
    ['dialects.slots.allow_unauthenticated', true],
  ]);
  for (const [place, value] of Object.entries(said)) if (value !== undefined) values.set(place, value);
  return { only: isPeer ? 'peer' : 'tracker', values };
}

function ofTracker(text: string, path: string): Readonly<Record<string, unknown>> {
  const { port, maxPeer, initialPort } = parseTrackerConf(text, basename(path));
  return {
    'dialects.slots.tracker_port': port,
    'dialects.slots.tracker_slots': maxPeer,
    'dialects.slots.tracker_initial_port': initialPort,
  };
}

function ofPeer(text: string, path: string): Readonly<Record<string, unknown>> {
  const { peerPort, shared, maxPeers, initialPort, serverIP, serverPort } = parsePeerConf(text, basename(path));
  return {
    'dialects.slots.peer_port': peerPort,
    'dialects.slots.peer_slots': maxPeers,
    'dialects.slots.peer_initial_port': initialPort,
    'dialects.slots.tracker':
      serverIP === undefined || serverPort === undefined
        ? undefined
        : formatAddress({ host: serverIP, port: serverPort }),
    'peer.folders': shared === undefined ? undefined : [resolve(dirname(path), shared)],
  };
}
