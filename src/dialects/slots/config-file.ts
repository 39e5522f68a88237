import { parsePort } from './codec.ts';
import { ConfStatements, type Setting } from './conf-statements.ts';

/** `tracker.conf`; undefined where it says nothing. */
export interface TrackerConf {
  readonly port: number | undefined;
  readonly maxPeer: number | undefined;
  readonly initialPort: number | undefined;
}

/** `peer.conf`; undefined where it says nothing. */
export interface PeerConf {
  readonly peerPort: number | undefined;
  /** The folder to share. */
  readonly shared: string | undefined;
  readonly maxPeers: number | undefined;
  readonly initialPort: number | undefined;
  readonly serverIP: string | undefined;
  readonly serverPort: number | undefined;
}

const PORT: Setting<number> = { wants: 'a port from 1 to 65535', parse: parsePort };
const COUNT: Setting<number> = {
  wants: 'a number from 1 to 99999',
  parse: (value) => (/^[1-9]\d{0,4}$/.test(value) ? Number(value) : undefined),
};
const FOLDER: Setting<string> = { wants: 'a folder', parse: (value) => (value.includes('\0') ? undefined : value) };
const HOST: Setting<string> = {
  wants: 'an IPv4 address or the name of a host',
  parse: (value) => (/^[A-Za-z0-9._-]{1,253}$/.test(value) ? value : undefined),
};

const TRACKER_KEYS = ['port', 'maxPeer', 'initialPort'];
const PEER_KEYS = ['peerPort', 'shared', 'maxPeers', 'initialPort', 'serverIP', 'serverPort'];

/** @param file its name, for errors. @throws {AyniError} `bad-config`, with the line */
export function parseTrackerConf(text: string, file = 'tracker.conf'): TrackerConf {
  const conf = new ConfStatements(text, { file, keys: TRACKER_KEYS });
  return {
    port: conf.read('port', PORT),
    maxPeer: conf.read('maxPeer', COUNT),
    initialPort: conf.read('initialPort', PORT),
  };
}

/** @param file its name, for errors. @throws {AyniError} `bad-config`, with the line */
export function parsePeerConf(text: string, file = 'peer.conf'): PeerConf {
  const conf = new ConfStatements(text, { file, keys: PEER_KEYS });
  return {
    peerPort: conf.read('peerPort', PORT),
    shared: conf.read('shared', FOLDER),
    maxPeers: conf.read('maxPeers', COUNT),
    initialPort: conf.read('initialPort', PORT),
    serverIP: conf.read('serverIP', HOST),
    serverPort: conf.read('serverPort', PORT),
  };
}
