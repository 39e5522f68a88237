import type { Started } from '../cli/programs.ts';
import type { MembershipRecord } from '../peer/membership/membership-record.ts';
import type { Configuration } from './config/configuration.ts';
import type { Base } from './daemon/base.ts';
import { startControl, startedOf } from './daemon/start-control.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import { assertAllowed } from './dialects/tracker-dialects.ts';
import { startPeer, type RunningPeer } from './peer.ts';
import { linkOf } from './standing-invite.ts';

/** The peer of a network whose tracker runs elsewhere. */
export async function startMember(
  base: Base,
  record: MembershipRecord,
  { settings, dialects }: Configuration,
): Promise<{ readonly started: Started; readonly peer: RunningPeer }> {
  // A member does not know who may join the network: by invite, as long as nobody says otherwise.
  assertAllowed(dialects, 'invite');
  const watch = await startMetrics(base, settings);
  const peer = await startPeer(base, record, settings, [], dialects);
  const addresses = () => peer.membership.record.trackers;
  const inviteLink = (secret: string) => linkOf({ addresses }, record.network, secret);
  const parts = { peer, network: peer.membership.tracker, inviteLink };
  const daemon = await startControl(base, parts, settings.controlPort);
  watch(parts);
  return { started: startedOf(base, daemon, record.network, parts), peer };
}
