import { join } from 'node:path';

import { formatAddress } from '../core/access/link.ts';
import type { SwarmStore } from '../core/swarm/swarm-store.ts';
import { reachableAddresses } from '../net/addresses.ts';
import { loadIdentity } from '../net/identity/identity.ts';
import { loadNetworkKey, type NetworkKey } from '../net/identity/network-key.ts';
import { systemClock } from '../platform/clock.ts';
import type { PeerId } from '../core/ids.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { TrackerServer } from '../tracker/tracker-server.ts';
import { TrackerService } from '../tracker/tracker-service.ts';
import type { TrackerStatus } from '../wire/control/messages.ts';
import type { Base } from './daemon/base.ts';
import { onPort } from './daemon/on-port.ts';
import { assertAllowed, startTrackerDialects } from './dialects/tracker-dialects.ts';
import type { DialectSettings } from './dialects/dialect-settings.ts';
import type { MetricsChoices } from './metrics/start-metrics.ts';
import { TrackerMetrics } from './metrics/tracker-metrics.ts';
import { optional } from './optional.ts';
import { trackerFolder } from './state/has-tracker.ts';
import { rememberSettings } from './state/settings.ts';

const DEFAULT_TRACKER_PORT = 7741;

/** Parts of the tracker's settings that it looks at. */
export interface TrackerChoices extends Pick<MetricsChoices, 'metricsPort'> {
  readonly host?: string;
  readonly trackerPort?: number;
  readonly access?: 'invite' | 'open';
  readonly trackerMaxConnections?: number;
}

const NO_DIALECTS: ReadonlyMap<string, number> = new Map();

/** A tracker that listens. */
export interface RunningTracker {
  readonly service: TrackerService;
  readonly store: SwarmStore;
  readonly networkKey: NetworkKey;
  /** The tracker's own id. */
  readonly self: PeerId;
  /** Absent where nobody watches. */
  readonly metrics?: TrackerMetrics;
  readonly port: number;
  readonly access: 'invite' | 'open';
  /** Where each dialect that is on listens. */
  readonly dialects: ReadonlyMap<string, number>;
  /** `host:port` others could use, best first. */
  addresses(): readonly string[];
  status(): TrackerStatus;
}

/**
 * Starts the tracker of a state folder; what it opens goes to the base's stack.
 * @throws {AyniError} `port-in-use`, `no-permission`, `state-newer`, `state-damaged`, `io-failed`
 */
export async function startTracker(
  base: Base,
  choices: TrackerChoices,
  dialects: readonly DialectSettings[],
): Promise<RunningTracker> {
  const { state, log, stack } = base;
  const folder = trackerFolder(state);
  const given = { ...optional('trackerPort', choices.trackerPort), ...optional('access', choices.access) };
  const { trackerPort = DEFAULT_TRACKER_PORT, access = 'invite' } = await rememberSettings(state, given);
  assertAllowed(dialects, access);
  const networkKey = await loadNetworkKey(folder);
  const identity = await loadIdentity(folder);
  const metrics = choices.metricsPort === undefined ? undefined : new TrackerMetrics();
  const opened = await openSqliteStore(join(folder, 'tracker.sqlite'), { clock: systemClock, log });
  stack.defer(() => opened.close());
  const store = metrics?.timed(opened) ?? opened;
  let listening = trackerPort;
  const addresses = () => hosts(choices.host).map((host) => formatAddress({ host, port: listening }));
  const service = new TrackerService(
    { store, networkKey, identity, clock: systemClock, log },
    { access, trackers: addresses, localAddresses: () => reachableAddresses() },
  );
  stack.use(service);
  const server = new TrackerServer(
    { service, identity, log, ...optional('observe', metrics?.request) },
    {
      port: trackerPort,
      ...optional('host', choices.host),
      ...optional('maxConnections', choices.trackerMaxConnections),
    },
  );
  stack.use(server);
  listening = (await onPort('tracker', '--tracker-port', () => server.start())).port;
  const doors =
    dialects.length === 0 ? NO_DIALECTS : await startTrackerDialects(base, { service }, dialects, choices.host);
  const { network } = networkKey;
  const status = () => ({ network, port: listening, access, addresses: [...addresses()] });
  const parts = { service, store, networkKey, self: identity.peer, ...optional('metrics', metrics) };
  return { ...parts, port: listening, access, dialects: doors, addresses, status };
}

/** Where others reach what listens on `host`; without one it listens everywhere. */
export function hosts(host: string | undefined): readonly string[] {
  return host === undefined || host === '0.0.0.0' || host === '::' ? reachableAddresses() : [host];
}
