import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

import type { PrintedInvite } from '../cli/programs.ts';
import { formatLink, parseAddress } from '../core/access/link.ts';
import type { InvitedRole } from '../core/access/role.ts';
import type { NetworkId } from '../core/ids.ts';
import { writeFileAtomic } from '../platform/atomic-file.ts';
import { trackerFolder } from './state/has-tracker.ts';
import type { RunningTracker } from './tracker.ts';

const DAY = 86_400;

/** How long the link that `up` prints is good for, in seconds, and for how many. */
const LIFETIME = 7 * DAY;
const USES = 1000;
/** A link with less time left than this, in ms, is replaced at a start. */
const MIN_LEFT_MS = DAY * 1000;

/** The invite whose link is printed at each start; the file is the only place that has its secret. */
const InviteFile = Type.Object({ id: Type.String(), secret: Type.String() });

export function linkOf(tracker: Pick<RunningTracker, 'addresses'>, network: NetworkId, secret: string): string {
  return formatLink({ trackers: tracker.addresses().map(parseAddress), network, secret });
}

/** The link to print for members: the same at each start while it is good. For an `open` network it holds no secret. */
export async function standingInvite(state: string, tracker: RunningTracker): Promise<PrintedInvite> {
  const { network } = tracker.networkKey;
  if (tracker.access === 'open') return { link: linkOf(tracker, network, ''), role: 'member' };
  const path = join(trackerFolder(state), 'invite.json');
  const kept = await readInvite(path);
  if (kept !== undefined) {
    const known = (await tracker.store.invites()).find(({ id }) => id === kept.id);
    if (known !== undefined && !known.revoked && known.usesLeft > 0 && known.expires > Date.now() + MIN_LEFT_MS) {
      const { expires, usesLeft } = known;
      return { link: linkOf(tracker, network, kept.secret), role: 'member', expires, usesLeft };
    }
  }
  const { id, secret, expires, usesLeft } = await makeInvite(tracker, 'member', USES, LIFETIME);
  await writeFileAtomic(path, `${JSON.stringify({ id, secret })}\n`, 0o600);
  return { link: linkOf(tracker, network, secret), role: 'member', expires, usesLeft };
}

/** A link that makes an admin, good once and for a day. */
export async function adminInvite(tracker: RunningTracker): Promise<PrintedInvite> {
  const { secret, expires, usesLeft } = await makeInvite(tracker, 'admin', 1, DAY);
  return { link: linkOf(tracker, tracker.networkKey.network, secret), role: 'admin', expires, usesLeft };
}

function makeInvite({ service }: RunningTracker, role: InvitedRole, uses: number, lifetime: number) {
  return service.invite({ role, groups: [], uses, lifetime });
}

async function readInvite(path: string): Promise<Static<typeof InviteFile> | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Value.Check(InviteFile, parsed) ? parsed : undefined;
  } catch {
    // Absent or damaged: a new one is made.
    return undefined;
  }
}
