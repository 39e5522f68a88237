import type { Started } from '../cli/programs.ts';
import { AyniError } from '../core/errors.ts';
import { formatAddress } from '../core/access/link.ts';
import { loadIdentity } from '../net/identity/identity.ts';
import { loadMembership, saveMembership, type MembershipRecord } from '../peer/membership/membership-record.ts';
import type { Configuration } from './config/configuration.ts';
import type { Base } from './daemon/base.ts';
import { startControl, startedOf } from './daemon/start-control.ts';
import { defaultName } from './default-name.ts';
import { withSecret } from './dialects/p4-secret.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import { startPeer } from './peer.ts';
import { linkOf, standingInvite } from './standing-invite.ts';
import { hasTracker } from './state/has-tracker.ts';
import { startTracker, type RunningTracker } from './tracker.ts';

/** Tracker and peer in one process: the peer is the network's admin. */
export async function startUp(base: Base, { settings, dialects: on }: Configuration): Promise<Started> {
  const { state } = base;
  const before = await loadMembership(state);
  const { name = before?.name ?? defaultName() } = settings;
  // Before a key is made that would make this folder a tracker's.
  if (before !== undefined && !(await hasTracker(state))) throw otherNetwork();
  const watch = await startMetrics(base, settings);
  const dialects = await Promise.all(on.map((dialect) => withSecret(state, dialect)));
  const tracker = await startTracker(
    base,
    settings,
    dialects.filter(({ only }) => only !== 'peer'),
  );
  const { network } = tracker.networkKey;
  if (before !== undefined && before.network !== network) throw otherNetwork();
  const record = await admit(base, tracker, name);
  const near = formatAddress({ host: loopbackOf(settings.host), port: tracker.port });
  const spoken = dialects.filter(({ only }) => only !== 'tracker');
  const peer = await startPeer(base, record, settings, [near], spoken);
  const inviteLink = (secret: string) => linkOf(tracker, network, secret);
  const parts = { tracker, peer, network: peer.membership.tracker, inviteLink };
  const daemon = await startControl(base, parts, settings.controlPort);
  watch(parts);
  const { port, access } = tracker;
  const invites = [await standingInvite(state, tracker)];
  return startedOf(base, daemon, network, parts, { port, access, invites });
}

function otherNetwork(): AyniError {
  return new AyniError(
    'already-joined',
    'This machine is a member of another network: "ayni peer" runs it; for one of your own take another --state.',
  );
}

/** The peer of this state folder is an admin of its own network, without an invite. */
async function admit(base: Base, tracker: RunningTracker, name: string): Promise<MembershipRecord> {
  const { peer } = await loadIdentity(base.state);
  const { service, store, networkKey } = tracker;
  await store.putMember({ peer, name, role: 'admin', groups: (await store.member(peer))?.groups ?? [] });
  const { credential, role, groups, trackers } = await service.join({ name }, { peer, address: '127.0.0.1' });
  const { network, publicKey } = networkKey;
  const record = { network, publicKey, trackers, role, groups, name, credential };
  await saveMembership(base.state, record);
  return record;
}

/** Where this process reaches its own tracker. */
function loopbackOf(host: string | undefined): string {
  if (host === undefined || host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
