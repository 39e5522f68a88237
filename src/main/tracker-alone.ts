import type { Started } from '../cli/programs.ts';
import { loadIdentity } from '../net/identity/identity.ts';
import type { Configuration } from './config/configuration.ts';
import type { Base } from './daemon/base.ts';
import { startControl, startedOf } from './daemon/start-control.ts';
import { withSecret } from './dialects/p4-secret.ts';
import { startMetrics } from './metrics/start-metrics.ts';
import { adminInvite, linkOf, standingInvite } from './standing-invite.ts';
import { trackerFolder } from './state/has-tracker.ts';
import { startTracker } from './tracker.ts';
import { trackerNetwork } from './tracker-network.ts';

/** A tracker without a peer; while the network has no admin it prints a link that makes one. */
export async function startTrackerAlone(base: Base, { settings, dialects: on }: Configuration): Promise<Started> {
  const watch = await startMetrics(base, settings);
  const dialects = await Promise.all(on.map((dialect) => withSecret(base.state, dialect)));
  const tracker = await startTracker(base, settings, dialects);
  const { port, access, networkKey, service } = tracker;
  const { network } = networkKey;
  const { peer } = await loadIdentity(trackerFolder(base.state));
  const inviteLink = (secret: string) => linkOf(tracker, network, secret);
  const parts = { tracker, network: trackerNetwork(tracker, peer), inviteLink };
  const daemon = await startControl(base, parts, settings.controlPort);
  watch(parts);
  const invites = [await standingInvite(base.state, tracker)];
  if (!(await service.hasAdmin())) invites.unshift(await adminInvite(tracker));
  return startedOf(base, daemon, network, parts, { port, access, invites });
}
