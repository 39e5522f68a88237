import { checkCredential, type Credential } from '../../core/access/credential.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import type { CredentialVerifier } from '../../net/identity/credential-verifier.ts';

/**
 * Checks a credential that a tracker just gave to this peer, before it is kept and shown to others.
 * @throws {AyniError} `bad-answer` where it is none of ours; `credential-expired` where the clocks differ too much
 */
export async function acceptCredential(
  token: string,
  { verifier, peer, clock }: { readonly verifier: CredentialVerifier; readonly peer: PeerId; readonly clock: Clock },
): Promise<Credential> {
  try {
    const credential = await verifier.verify(token);
    checkCredential(credential, { network: verifier.network, peer, now: clock.now(), isRevoked: () => false });
    return credential;
  } catch (cause) {
    const error = AyniError.from(cause);
    if (error.code === 'credential-expired') {
      throw new AyniError(
        'credential-expired',
        'The credential that the tracker just gave has expired by this machine’s clock: set the clocks right.',
        { cause },
      );
    }
    throw new AyniError('bad-answer', `The tracker gave a credential that is no good here: ${error.message}`, {
      cause,
    });
  }
}
