import { join } from 'node:path';

import { formatAddress } from '../core/access/link.ts';
import type { SwarmStore } from '../core/swarm/swarm-store.ts';
import { reachableAddresses } from '../net/addresses.ts';
import { loadIdentity } from '../net/identity/identity.ts';
import { loadNetworkKey, type NetworkKey } from '../net/identity/network-key.ts';
import { systemClock } from '../platform/clock.ts';
import { lately } from '../platform/lately.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { TrackerServer } from '../tracker/tracker-server.ts';
import { TrackerService } from '../tracker/tracker-service.ts';
import type { TrackerStatus } from '../wire/control/messages.ts';
import type { Base } from './daemon/base.ts';
import { onPort } from './daemon/on-port.ts';
import { assertAllowed, startTrackerDialects } from './dialects/tracker-dialects.ts';
import type { DialectSettings } from './dialects/dialect-settings.ts';
import { optional } from './optional.ts';
import { trackerFolder } from './state/has-tracker.ts';
import { rememberSettings } from './state/settings.ts';

const DEFAULT_TRACKER_PORT = 7741;
/** Each lease tells this machine's addresses, and looking for them takes part of a millisecond. */
const ADDRESSES_MS = 5_000;

/** Parts of the tracker's settings that it looks at. */
export interface TrackerChoices {
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
  const store = await openSqliteStore(join(folder, 'tracker.sqlite'), { clock: systemClock, log });
  stack.defer(() => store.close());
  let listening = trackerPort;
  const addressesAt = lately(() => hosts(choices.host), ADDRESSES_MS);
  const addresses = () => addressesAt().map((host) => formatAddress({ host, port: listening }));
  const service = new TrackerService(
    { store, networkKey, identity, clock: systemClock, log },
    { access, trackers: addresses, localAddresses: lately(reachableAddresses, ADDRESSES_MS) },
  );
  stack.use(service);
  const server = new TrackerServer(
    { service, identity, log },
    {
      port: trackerPort,
      ...optional('host', choices.host),
      ...optional('maxConnections', choices.trackerMaxConnections),
    },
  );
  stack.use(server);
  listening = (await onPort('tracker', '--tracker-port', () => server.start())).port;
  const opened =
    dialects.length === 0 ? NO_DIALECTS : await startTrackerDialects(base, { service }, dialects, choices.host);
  const { network } = networkKey;
  const status = () => ({ network, port: listening, access, addresses: [...addresses()] });
  return { service, store, networkKey, port: listening, access, dialects: opened, addresses, status };
}

/** Where others reach what listens on `host`; without one it listens everywhere. */
export function hosts(host: string | undefined): readonly string[] {
  return host === undefined || host === '0.0.0.0' || host === '::' ? reachableAddresses() : [host];
}
