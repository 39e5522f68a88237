import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { parsePeerConf, parseTrackerConf } from '../../dialects/slots/config-file.ts';
import { optional } from '../optional.ts';
import type { SettingsOf } from './dialect-settings.ts';

/** Whether a settings file is `tracker.conf` or `peer.conf` of `slots`, as old programs have them. */
export function isClassic(path: string | undefined): path is string {
  return path?.endsWith('.conf') === true;
}

type Slots = Pick<SettingsOf<'slots'>, 'trackerPort' | 'peerPort' | 'tracker' | 'only' | 'own'>;

export interface ClassicSettings {
  readonly slots: Slots;
  /** What a peer shares, absolute. */
  readonly folders: readonly string[];
}

/**
 * A classic file turns `slots` on, with what it says. Which of the two it is, its keys tell.
 * @throws {AyniError} `bad-config` with the line, `io-failed`
 */
export async function readClassic(path: string): Promise<ClassicSettings> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AyniError('io-failed', `The settings ${path} cannot be read: is it there, and yours?`, { cause });
  }
  const name = basename(path);
  if (/^\s*(peerPort|shared|maxPeers|serverIP|serverPort)\s/m.test(text))
    return peerSettings(text, name, dirname(path));
  const { port, maxPeer, initialPort } = parseTrackerConf(text, name);
  const own = { ...optional('tracker_slots', maxPeer), ...optional('tracker_initial_port', initialPort) };
  return { slots: { only: 'tracker', ...optional('trackerPort', port), own }, folders: [] };
}

function peerSettings(text: string, name: string, folder: string): ClassicSettings {
  const { peerPort, shared, maxPeers, initialPort, serverIP, serverPort } = parsePeerConf(text, name);
  const own = { ...optional('peer_slots', maxPeers), ...optional('peer_initial_port', initialPort) };
  const at = serverIP === undefined || serverPort === undefined ? undefined : { host: serverIP, port: serverPort };
  return {
    slots: { only: 'peer', ...optional('peerPort', peerPort), ...optional('tracker', at), own },
    folders: shared === undefined ? [] : [resolve(folder, shared)],
  };
}
