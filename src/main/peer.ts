import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { SETTINGS, type SettingValues } from '../config/settings-table.ts';
import { parseAddress } from '../core/access/link.ts';
import { AyniError } from '../core/errors.ts';
import { traced } from '../core/tracing/tracing.ts';
import { Playheads } from '../core/transfer/playheads.ts';
import { HttpsClient } from '../net/http/https-client.ts';
import { loadIdentity, type Identity } from '../net/identity/identity.ts';
import { DropFolder } from '../peer/control/drop/drop-folder.ts';
import { LimitKeeper } from '../peer/control/limit-keeper.ts';
import { countersOf, LocalPeer } from '../peer/control/local-peer.ts';
import { PageFeeds } from '../peer/control/page-feeds.ts';
import { DownloadService } from '../peer/download/download-service.ts';
import { Receivers } from '../peer/download/receivers.ts';
import { Library } from '../peer/library/library.ts';
import { Membership } from '../peer/membership/membership.ts';
import type { MembershipRecord } from '../peer/membership/membership-record.ts';
import { loadRevoked } from '../peer/membership/revoked-list.ts';
import { TrackerClient } from '../peer/membership/tracker-client.ts';
import { ShareService } from '../peer/share/share-service.ts';
import { UploadServer } from '../peer/upload/upload-server.ts';
import { systemClock } from '../platform/clock.ts';
import { loadHasher } from '../platform/hash/load-hasher.ts';
import type { Base } from './daemon/base.ts';
import { onPort } from './daemon/on-port.ts';
import type { DialectSettings } from './dialects/dialect-settings.ts';
import { PeerDialects } from './dialects/peer-dialects.ts';
import { readLimits, saveLimits } from './state/limits-file.ts';
import { readSettings, rememberSettings } from './state/settings.ts';
import { optional } from './optional.ts';
import { startPreviews } from './start-previews.ts';
import { hosts } from './tracker.ts';

/** Parts of the peer's settings that it looks at. */
export type PeerChoices = Pick<
  SettingValues,
  'host' | 'port' | 'downloads' | 'strict' | 'slots' | 'maxConnections' | 'receiveThreads'
>;

/** A peer that listens and announces itself. */
export interface RunningPeer {
  readonly identity: Identity;
  readonly membership: Membership;
  readonly local: LocalPeer;
  readonly port: number;
  readonly downloads: string;
  /** False where slower portable hashing took over. */
  readonly nativeHasher: boolean;
  readonly dialects: PeerDialects['ports'];
}

/**
 * Starts the peer of a state folder that is a member; what it opens goes to the base's stack.
 * @param record of the membership
 * @param near addresses of the tracker to try before those of the record: the one in this process
 * @param dialects that are on
 * @throws {AyniError} `port-in-use`, `no-permission`, `state-newer`, `state-damaged`, `io-failed`
 */
export async function startPeer(
  base: Base,
  record: MembershipRecord,
  choices: PeerChoices,
  near: readonly string[] = [],
  dialects: readonly DialectSettings[] = [],
): Promise<RunningPeer> {
  const { state, log, stack, version, tracing } = base;
  const downloads = choices.downloads ?? join(process.env['HOME'] ?? homedir(), 'Downloads', 'Ayni');
  const identity = await loadIdentity(state);
  const { hasher, native } = await loadHasher();
  const clock = systemClock;
  const spoken = await PeerDialects.load(base, dialects);
  const library = stack.use(Library.open(join(state, 'library.sqlite'), { hasher, log }, { dialects: spoken.any }));

  const http = new HttpsClient({ identity, log, traceparent: () => tracing.traceparent() });
  stack.defer(() => http.close());
  const trackers = [...new Set([...near, ...record.trackers])].map(parseAddress);
  const asked = new TrackerClient({ http, clock, log }, { network: record.network, trackers });
  const client = traced(asked, tracing, { prefix: 'tracker', kind: 'client' });

  let port = 0;
  let uploads: UploadServer | undefined;
  const revoked = await loadRevoked(state, record.network);
  const membership = new Membership(
    { identity, client, record, clock, log, stateFolder: state, revoked },
    {
      endpoints: () => {
        const at = hosts(choices.host);
        return [...at.map((host) => ({ protocol: 'ayni' as const, host, port })), ...spoken.endpoints(at)];
      },
      slots: () => uploads?.slots() ?? { total: 0, free: 0 },
      agent: `ayni/${version}`,
      ...optional('strict', choices.strict),
    },
  );
  const listening = await listen(base, choices, (wanted) => {
    const server = new UploadServer(
      {
        identity,
        library,
        authorize: (token, peer, options) => membership.authorize(token, peer, options),
        clock,
        log,
      },
      {
        port: wanted,
        ...optional('host', choices.host),
        ...optional('slots', choices.slots),
        maxConnections: choices.maxConnections ?? SETTINGS.maxConnections.fallback,
      },
    );
    return server;
  });
  uploads = stack.use(listening.server);
  port = listening.port;

  const shares = new ShareService({ library, tracker: client, hasher, clock, log });
  // One limit for all that this peer receives.
  const receivers = new Receivers(
    { identity, hasher },
    { workers: choices.receiveThreads ?? SETTINGS.receiveThreads.fallback, limits: {} },
  );
  stack.defer(() => receivers.stop());
  const fetching = {
    identity,
    library,
    tracker: client,
    credential: () => membership.credential,
    hasher,
    foreign: spoken.fetch,
    playheads: new Playheads(),
    receivers,
    clock,
    log,
    tracing,
  };
  const downloading = new DownloadService(fetching, {
    stateFile: join(state, 'downloads.sqlite'),
    folder: downloads,
    md5: spoken.md5,
  });
  membership.onAnnounced((answer) => {
    shares.announced(answer);
    // Who waits for a source need not wait longer.
    downloading.wake();
  });
  membership.onRevoked((peers) => listening.server.revoke(peers));
  // Whoever is no member serves nobody, also what was begun.
  membership.onEnded(() => void listening.server.stop());
  membership.onLease(({ md5 = false }) => {
    if (md5) shares.computeMd5();
  });
  stack.use(shares);
  shares.start();
  if (spoken.md5) shares.computeMd5();
  stack.use(downloading);
  await downloading.start();
  const previews = await startPreviews(base, fetching);
  // Who comes to the network of somebody else comes to fetch.
  if (near.length === 0) downloading.warm();
  const [nearest] = trackers;
  if (spoken.any && nearest !== undefined) await spoken.start(fetching, choices.host, nearest);
  // Last in, first out: the others hear that this peer leaves before it stops to serve.
  stack.use(membership);
  membership.start();

  const limits = new LimitKeeper(
    {
      uploads: listening.server,
      downloads: downloading,
      clock,
      log,
      save: (next) => saveLimits(state, next),
    },
    await readLimits(state),
  );
  stack.use(limits);
  limits.start();
  // On the command line: for this run.
  if (choices.slots !== undefined) listening.server.setSlots(choices.slots);

  const transfers = { downloads: downloading, previews, uploads: listening.server };
  const counters = () => countersOf(transfers);
  const feeds = stack.use(
    new PageFeeds({ ...transfers, counters, tracker: client, clock, log }, { self: identity.peer }),
  );
  feeds.start();
  const dropped = new DropFolder({ shares }, { folder: join(dirname(downloads), 'Dropped') });
  const local = new LocalPeer(
    { membership, shares, limits, dropped, feeds, ...transfers },
    {
      id: identity.peer,
      name: record.name,
      ...optional('host', choices.host),
      port,
      downloadsFolder: downloads,
      stateFolder: state,
      strict: choices.strict === true,
      ownNetwork: near.length > 0,
    },
  );
  return { identity, membership, local, port, downloads, nativeHasher: native, dialects: spoken.ports };
}

/** On the port that is given; else on the last one or the default, or any free one where that is taken. */
async function listen(
  base: Base,
  choices: PeerChoices,
  make: (port: number) => UploadServer,
): Promise<{ server: UploadServer; port: number }> {
  const start = async (wanted: number) => {
    const server = make(wanted);
    return { server, ...(await server.start()) };
  };
  const { port: last } = await readSettings(base.state);
  const wanted = choices.port ?? last ?? SETTINGS.port.fallback;
  let listening;
  try {
    listening = await onPort('peer', '--port', () => start(wanted));
  } catch (error) {
    if (choices.port !== undefined || !AyniError.is(error, 'port-in-use')) throw error;
    listening = await start(0);
    base.log.info({ wanted, port: listening.port }, 'the port is taken, listening on another');
  }
  if (last !== listening.port) await rememberSettings(base.state, { port: listening.port });
  return listening;
}
