import type { Authorization } from '../../core/access/authorization.ts';
import { checkCredential } from '../../core/access/credential.ts';
import { may } from '../../core/access/role.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import type { CredentialVerifier } from '../../net/identity/credential-verifier.ts';
import type { CallOptions, Introspection } from '../../wire/tracker/operations.ts';

export interface AuthorizerOptions {
  /** Ask the tracker each time, and refuse where it does not answer. */
  readonly strict: boolean;
}

/** Who may fetch from this peer: decided alone, by the credential and the revocation list. */
export class Authorizer {
  readonly #verifier: CredentialVerifier;
  readonly #tracker: {
    introspect(request: { readonly peer: PeerId }, options?: CallOptions): Promise<Introspection>;
  };
  readonly #clock: Clock;
  readonly #strict: boolean;
  #revoked: ReadonlySet<PeerId> = new Set();

  constructor(
    components: {
      readonly verifier: CredentialVerifier;
      readonly tracker: {
        introspect(request: { readonly peer: PeerId }, options?: CallOptions): Promise<Introspection>;
      };
      readonly clock: Clock;
    },
    options: AuthorizerOptions,
  ) {
    this.#verifier = components.verifier;
    this.#tracker = components.tracker;
    this.#clock = components.clock;
    this.#strict = options.strict;
  }

  /** Replaces the list of revoked peers. */
  revoke(peers: ReadonlySet<PeerId>): void {
    this.#revoked = peers;
  }

  /**
   * @param token the credential that came over a connection
   * @param peer whose certificate that connection showed
   * @throws {AyniError} `credential-invalid`, `credential-expired`, `revoked`; `unauthenticated` where strict and the
   * tracker cannot be asked
   */
  async authorize(token: string, peer: PeerId, options: CallOptions = {}): Promise<Authorization> {
    const credential = await this.#verifier.verify(token);
    this.#check(credential, peer);
    if (!this.#strict) return { peer, role: credential.role, groups: credential.groups, expires: credential.expires };
    let now: Introspection;
    try {
      now = await this.#tracker.introspect({ peer }, options);
    } catch (cause) {
      throw new AyniError(
        'unauthenticated',
        'This peer asks the tracker about everybody, and it does not answer now.',
        {
          cause,
        },
      );
    }
    if (!now.active) throw new AyniError('revoked', 'The tracker says that this is no member.');
    // It may have been revoked here while we asked.
    this.#check(credential, peer);
    return {
      peer,
      role: now.role ?? credential.role,
      groups: now.groups ?? credential.groups,
      expires: credential.expires,
    };
  }

  #check(credential: Awaited<ReturnType<CredentialVerifier['verify']>>, peer: PeerId): void {
    checkCredential(credential, {
      network: this.#verifier.network,
      peer,
      now: this.#clock.now(),
      isRevoked: (one) => this.#revoked.has(one),
    });
    if (!may(credential.role, 'browse')) {
      throw new AyniError('credential-invalid', `The role ${credential.role} fetches nothing.`);
    }
  }
}
