import type { Started } from '../../cli/programs.ts';
import type { AyniError } from '../../core/errors.ts';
import type { ControlBackend, NetworkControl } from '../../peer/control/control-backend.ts';
import { ControlServer } from '../../peer/control/control-server.ts';
import { systemClock } from '../../platform/clock.ts';
import { DIALECTS } from '../../core/dialects/dialect.ts';
import { whereTheSecretIs } from '../dialects/p4-secret.ts';
import type { OpenDialect, Status } from '../../wire/control/messages.ts';
import type { RunningPeer } from '../peer.ts';
import type { RunningTracker } from '../tracker.ts';
import { optional } from '../optional.ts';
import { readSettings, rememberSettings } from '../state/settings.ts';
import type { Base } from './base.ts';
import { RunningDaemon } from './running-daemon.ts';
import { webFolder } from './web-folder.ts';

/** Calls that are under way when a membership ends get this long to be answered, ms. */
const LAST_ANSWERS_MS = 200;

export interface DaemonParts {
  readonly tracker?: RunningTracker;
  readonly peer?: RunningPeer;
  readonly network: NetworkControl;
  readonly inviteLink: (secret: string) => string;
}

/** The last step of every start: the local API, which tells that the daemon is there. */
export async function startControl(base: Base, parts: DaemonParts, controlPort?: number): Promise<RunningDaemon> {
  const { state, log, stack } = base;
  const { peer, network, inviteLink } = parts;
  const backend: ControlBackend = {
    status: async () => statusOf(base, parts),
    ...optional('peer', peer?.local),
    network,
    inviteLink,
  };
  const { controlPort: lastPort } = await readSettings(state);
  const server = new ControlServer(
    { backend, clock: systemClock, log },
    { stateFolder: state, web: webFolder(), ...optional('port', controlPort), ...optional('lastPort', lastPort) },
  );
  stack.use(server);
  const control = await server.start();
  await rememberSettings(state, { controlPort: Number(new URL(control.url).port) });
  return new RunningDaemon({ control, server, stack, ended: endOf(peer), log });
}

function endOf(peer: RunningPeer | undefined): Promise<AyniError | undefined> {
  return new Promise((resolve) => {
    peer?.membership.onEnded((reason) => {
      // Who left knows; who was revoked wants to be told.
      const news = reason.code === 'not-joined' ? undefined : reason;
      setTimeout(() => resolve(news), LAST_ANSWERS_MS);
    });
  });
}

function statusOf(base: Base, { tracker, peer }: DaemonParts): Status {
  const nothing = { shares: [], downloads: [], uploads: [], counters: { bytesSent: 0, bytesReceived: 0 } };
  return {
    version: base.version,
    node: process.version,
    pid: process.pid,
    started: base.started,
    state: base.state,
    hasher: peer?.nativeHasher === false ? 'portable' : 'native',
    ...optional('tracker', tracker?.status()),
    dialects: openDialects({ ...optional('tracker', tracker), ...optional('peer', peer) }),
    ...(peer === undefined ? nothing : peer.local.status()),
  };
}

function openDialects({ tracker, peer }: Pick<DaemonParts, 'peer' | 'tracker'>): OpenDialect[] {
  return DIALECTS.flatMap((dialect) => {
    const at = peer?.dialects.get(dialect);
    const trackerPort = tracker?.dialects.get(dialect);
    if (at === undefined && trackerPort === undefined) return [];
    return [
      {
        dialect,
        ...optional('trackerPort', trackerPort),
        ...optional('peerPort', at?.port),
        bridge: at?.bridge ?? false,
      },
    ];
  });
}

function warningOf({ dialect, trackerPort, peerPort }: OpenDialect, state: string): string {
  const ports = [trackerPort, peerPort].filter((port) => port !== undefined).join(' and ');
  const secret = dialect === 'p4' && trackerPort !== undefined ? `; ${whereTheSecretIs(state)}` : '';
  return `${dialect} is open on port ${ports}: neither encrypted nor authenticated, anyone who reaches it sees what is shared with everyone${secret}.`;
}

/** What the CLI prints about a daemon that just started. */
export function startedOf(
  base: Base,
  daemon: RunningDaemon,
  network: string,
  { peer, tracker: running }: Pick<DaemonParts, 'peer' | 'tracker'>,
  tracker?: Started['tracker'],
): Started {
  const { state, logPath } = base;
  const warnings = [
    ...(peer?.nativeHasher === false ? ['The native BLAKE3 does not load here: hashing works, but slowly.'] : []),
    ...openDialects({ ...optional('tracker', running), ...optional('peer', peer) }).map((open) =>
      warningOf(open, state),
    ),
  ];
  const record = peer?.membership.record;
  return {
    daemon,
    state,
    network,
    ...(peer === undefined || record === undefined
      ? {}
      : { peer: { id: peer.identity.peer, name: record.name, port: peer.port, downloads: peer.downloads } }),
    ...optional('tracker', tracker),
    ...optional('logs', logPath),
    folders: [],
    warnings,
  };
}
