import { checkCredential, type Credential } from '../../core/access/credential.ts';
import { formatAddress, type Address } from '../../core/access/link.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { shortId, type NetworkId, type PeerId } from '../../core/ids.ts';
import type { HttpsClient } from '../../net/http/https-client.ts';
import { CredentialVerifier } from '../../net/identity/credential-verifier.ts';
import { errorOfAnswer } from '../../wire/http/error-body.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import { JOIN_ROUTES } from '../../wire/tracker/routes.ts';

/** A tracker that proved to be of the network. */
export interface ProvenTracker {
  /** Whose certificate it showed: all that is said to it goes to this one alone. */
  readonly peer: PeerId;
  /** The network's public signing key, SPKI DER in base64url. */
  readonly publicKey: string;
  /** Seconds since the Unix epoch; afterwards it has to prove itself again. */
  readonly expires: number;
}

const MAX_ANSWER = 32 * 1024;
/** Said by a tracker that has no time, and as true of one that we don't know yet. */
const PASSING: readonly ErrorCode[] = ['too-many-connections', 'busy', 'timeout'];

/**
 * Asks whoever answers at `address` to prove that it is a tracker of `network`: its key hashes to the network's id, and
 * its credential is signed with that key, has the role `tracker`, and is bound to the certificate of this connection.
 * Nothing secret is sent.
 * @throws {AyniError} `unreachable`, `timeout`, `cut-off`, `bad-answer`, `wrong-peer`, `credential-invalid`,
 * `credential-expired`, `cancelled`
 */
export async function proveTracker(
  { http, clock }: { readonly http: HttpsClient; readonly clock: Clock },
  address: Address,
  network: NetworkId,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<ProvenTracker> {
  const where = formatAddress(address);
  const { method, path, answer: schema } = JOIN_ROUTES.identify;
  const answer = await http.request(address, { method, path, maxBytes: MAX_ANSWER, timeoutMs, signal });
  if (answer.status !== 200) {
    const error = errorOfAnswer(
      { status: answer.status, body: answer.body, retryAfter: answer.headers['retry-after'] },
      where,
    );
    if (PASSING.includes(error.code)) throw error;
    throw new AyniError('bad-answer', `At ${where} answers no Ayni tracker: is the address right?`, { cause: error });
  }
  const told = parseAnswer(schema, parseJson(answer.body, where));
  const verifier = new CredentialVerifier(told.key, { clock });
  if (told.network !== network || verifier.network !== network) {
    throw new AyniError(
      'wrong-peer',
      `At ${where} answers a tracker of another network (${shortId(verifier.network)}, not ${shortId(network)}).`,
    );
  }
  const credential = await checkTracker(verifier, told.credential, answer.peer, { clock, where });
  return { peer: answer.peer, publicKey: told.key, expires: credential.expires };
}

async function checkTracker(
  verifier: CredentialVerifier,
  token: string,
  peer: PeerId,
  { clock, where }: { readonly clock: Clock; readonly where: string },
): Promise<Credential> {
  try {
    const credential = await verifier.verify(token);
    checkCredential(credential, { network: verifier.network, peer, now: clock.now(), isRevoked: () => false });
    if (credential.role === 'tracker') return credential;
  } catch (cause) {
    if (AyniError.is(cause, 'credential-expired')) {
      throw new AyniError(
        'credential-expired',
        `The credential of the tracker at ${where} has expired: are the clocks of both machines right?`,
        { cause },
      );
    }
    throw new AyniError(
      'credential-invalid',
      `${where} is no tracker of this network: ${AyniError.from(cause).message}`,
      {
        cause,
      },
    );
  }
  throw new AyniError('credential-invalid', `${where} is no tracker of this network, but a member.`);
}

/** @throws {AyniError} `bad-answer` */
export function parseJson(body: Uint8Array, where: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new AyniError('bad-answer', `${where} answers with something that is not JSON.`, { cause });
  }
}
