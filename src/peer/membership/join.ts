import { formatAddress, type InviteLink } from '../../core/access/link.ts';
import { Backoff } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { AWAY, AyniError } from '../../core/errors.ts';
import { shortId } from '../../core/ids.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import { HttpsClient } from '../../net/http/https-client.ts';
import { CredentialVerifier } from '../../net/identity/credential-verifier.ts';
import type { Identity } from '../../net/identity/identity.ts';
import { systemClock } from '../../platform/clock.ts';
import { parseRequest } from '../../wire/tracker/message.ts';
import { JOIN_ROUTES } from '../../wire/tracker/routes.ts';
import { loadMembership, saveMembership, type MembershipRecord } from './membership-record.ts';
import { acceptCredential } from './own-credential.ts';
import { AGAIN, pause } from './pause.ts';
import { TrackerClient } from './tracker-client.ts';

export interface JoinOptions {
  readonly identity: Identity;
  /** What the others shall call this member, 1 to 100 characters. */
  readonly name: string;
  readonly stateFolder: string;
  /** Try again until a tracker answers or the signal ends; else one round over the link's addresses. */
  readonly wait?: boolean;
  readonly clock?: Clock;
  readonly log?: Logger;
  /** For each tracker that is tried, ms. Default 10,000. */
  readonly timeoutMs?: number;
  readonly backoff?: Backoff;
  readonly signal?: AbortSignal;
}

/**
 * Becomes a member of the link's network and keeps the membership in the state folder. The link's secret is sent only to
 * a tracker that proved to be of the network. Joining the same network again refreshes the membership.
 * @throws {AyniError} `already-joined` where the state folder belongs to another network, `invite-invalid`, `revoked`,
 * `wrong-peer`, `credential-invalid`, `bad-answer`, `unreachable`, `timeout`, `cancelled`, `bad-request` for the name
 */
export async function join(link: InviteLink, options: JoinOptions): Promise<MembershipRecord> {
  const { identity, name, stateFolder, clock = systemClock, log = SILENT, signal } = options;
  const known = await loadMembership(stateFolder);
  if (known !== undefined && known.network !== link.network) {
    throw new AyniError(
      'already-joined',
      `This state folder is a member of another network (${shortId(known.network)}): leave it first, or choose another with --state.`,
    );
  }
  const request = parseRequest(JOIN_ROUTES.join.request, {
    name,
    ...(link.secret === '' ? {} : { secret: link.secret }),
  });
  const http = new HttpsClient({ identity, log });
  try {
    const client = new TrackerClient(
      { http, clock, log },
      {
        network: link.network,
        trackers: link.trackers,
        ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      },
    );
    const ask = () => client.join(request, signal === undefined ? {} : { signal });
    const admission = await (options.wait === true ? persistently(ask, options) : ask());
    const { publicKey } = client;
    if (publicKey === undefined) throw new AyniError('internal', 'Admitted by a tracker that proved nothing.');
    const verifier = new CredentialVerifier(publicKey, { clock });
    const credential = await acceptCredential(admission.credential, { verifier, peer: identity.peer, clock });
    client.learnTrackers(admission.trackers);
    const record: MembershipRecord = {
      network: link.network,
      publicKey,
      trackers: client.trackers,
      role: credential.role,
      groups: credential.groups,
      name,
      credential: admission.credential,
    };
    await saveMembership(stateFolder, record);
    log.info({ network: link.network, role: record.role, trackers: link.trackers.map(formatAddress) }, 'joined');
    return record;
  } finally {
    http.close();
  }
}

async function persistently<T>(attempt: () => Promise<T>, options: JoinOptions): Promise<T> {
  const { backoff = new Backoff(AGAIN), log = SILENT, signal } = options;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!AyniError.is(error) || !AWAY.has(error.code)) throw error;
      log.info({ code: error.code }, `${error.message} Trying again.`);
    }
    await pause(backoff.next(), signal);
  }
}
