import { SETTINGS, type SettingValues } from '../config/settings-table.ts';
import { formatAddress } from '../core/access/link.ts';
import { AyniError } from '../core/errors.ts';
import type { SwarmStore } from '../core/swarm/swarm-store.ts';
import { traced } from '../core/tracing/tracing.ts';
import { reachableAddresses } from '../net/addresses.ts';
import { loadIdentity } from '../net/identity/identity.ts';
import { loadNetworkKey, type NetworkKey } from '../net/identity/network-key.ts';
import { lately } from '../platform/lately.ts';
import type { PeerId } from '../core/ids.ts';
import { TrackerServer } from '../tracker/tracker-server.ts';
import { TrackerService } from '../tracker/tracker-service.ts';
import type { TrackerStatus } from '../wire/control/messages.ts';
import type { Base } from './daemon/base.ts';
import { onPort } from './daemon/on-port.ts';
import { assertAllowed, startTrackerDialects } from './dialects/tracker-dialects.ts';
import type { DialectSettings } from './dialects/dialect-settings.ts';
import { TrackerMetrics } from './metrics/tracker-metrics.ts';
import { optional } from './optional.ts';
import { takeNetworkKey } from './network-key-file.ts';
import { openTrackerStore } from './tracker-store.ts';
import { trackerFolder } from './state/has-tracker.ts';

/** Each lease tells this machine's addresses, and looking for them takes part of a millisecond. */
const ADDRESSES_MS = 5_000;

/** Parts of the tracker's settings that it looks at. */
export type TrackerChoices = Pick<
  SettingValues,
  'host' | 'trackerPort' | 'access' | 'trackerMaxConnections' | 'store' | 'storeFile' | 'networkKey' | 'metricsPort'
>;

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
  const { state, log, stack, tracing } = base;
  const folder = trackerFolder(state);
  const { trackerPort = SETTINGS.trackerPort.fallback, access = SETTINGS.access.fallback } = choices;
  assertAllowed(dialects, access);
  if (choices.networkKey !== undefined) await takeNetworkKey(choices.networkKey, folder);
  const networkKey = await loadNetworkKey(folder);
  const metrics = choices.metricsPort === undefined ? undefined : new TrackerMetrics();
  const opening = { log, env: process.env };
  const { store: opened, clock, ...others } = await openTrackerStore(folder, choices, opening);
  stack.defer(() => opened.close());
  const store = traced(metrics?.timed(opened) ?? opened, tracing, { prefix: 'store', kind: 'internal' });
  if (!(await others.belongsTo(networkKey.network))) throw otherNetwork();
  const identity = await loadIdentity(folder);
  let listening = trackerPort;
  const addressesAt = lately(() => hosts(choices.host), ADDRESSES_MS);
  const addresses = () => addressesAt().map((host) => formatAddress({ host, port: listening }));
  let trackers: () => readonly string[] = addresses;
  const service = new TrackerService(
    { store, networkKey, identity, clock, log },
    { access, trackers: () => trackers(), localAddresses: lately(reachableAddresses, ADDRESSES_MS) },
  );
  stack.use(service);
  const server = new TrackerServer(
    { service, identity, log, tracing, ...optional('observe', metrics?.request) },
    {
      port: trackerPort,
      ...optional('host', choices.host),
      maxConnections: choices.trackerMaxConnections ?? SETTINGS.trackerMaxConnections.fallback,
    },
  );
  stack.use(server);
  listening = (await onPort('tracker', '--tracker-port of "up" or "tracker"', () => server.start())).port;
  trackers = await others.join(identity.peer, networkKey.network, addresses);
  const doors =
    dialects.length === 0 ? NO_DIALECTS : await startTrackerDialects(base, { service }, dialects, choices.host);
  const { network } = networkKey;
  const status = () => ({ network, port: listening, access, addresses: [...addresses()] });
  const parts = { service, store, networkKey, self: identity.peer, ...optional('metrics', metrics) };
  return { ...parts, port: listening, access, dialects: doors, addresses: () => trackers(), status };
}

/** Where others reach what listens on `host`; without one it listens everywhere. */
export function hosts(host: string | undefined): readonly string[] {
  return host === undefined || host === '0.0.0.0' || host === '::' ? reachableAddresses() : [host];
}

function otherNetwork(): AyniError {
  return new AyniError(
    'already-joined',
    'The database has the state of another network: copy "tracker/network.key" of one of its trackers and name the copy with --network-key, together with a new --state.',
  );
}
