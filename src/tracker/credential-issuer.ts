import { CREDENTIAL_SECONDS } from '../core/access/credential.ts';
import type { Role } from '../core/access/role.ts';
import type { Clock } from '../core/clock.ts';
import type { PeerId } from '../core/ids.ts';
import type { NetworkKey } from '../net/identity/network-key.ts';

/** Peers whose last issue is remembered; whoever is forgotten gets a fresh credential a little early. */
const MAX_REMEMBERED = 100_000;

export interface Bearer {
  readonly peer: PeerId;
  readonly role: Role;
  readonly groups: readonly string[];
}

/** Signs credentials with the network's key, and knows when a member needs a fresh one. */
export class CredentialIssuer {
  readonly #networkKey: NetworkKey;
  readonly #clock: Clock;
  /** Seconds since the Unix epoch. */
  readonly #issued = new Map<PeerId, number>();

  constructor({ networkKey, clock }: { readonly networkKey: NetworkKey; readonly clock: Clock }) {
    this.#networkKey = networkKey;
    this.#clock = clock;
  }

  async issue({ peer, role, groups }: Bearer): Promise<string> {
    const issued = Math.floor(this.#clock.now() / 1000);
    const { network } = this.#networkKey;
    const token = await this.#networkKey.sign({
      network,
      peer,
      role,
      groups,
      issued,
      expires: issued + CREDENTIAL_SECONDS,
    });
    this.#issued.delete(peer);
    this.#issued.set(peer, issued);
    if (this.#issued.size > MAX_REMEMBERED) {
      for (const oldest of this.#issued.keys()) {
        this.#issued.delete(oldest);
        break;
      }
    }
    return token;
  }

  /**
   * A fresh one when half the time of the last is over, when nothing is known of a last one, or when that is from the
   * future, since a clock was set back: nobody accepts such a one.
   */
  async renew(bearer: Bearer): Promise<string | undefined> {
    const last = this.#issued.get(bearer.peer);
    const age = this.#clock.now() / 1000 - (last ?? 0);
    return last !== undefined && age >= 0 && age < CREDENTIAL_SECONDS / 2 ? undefined : this.issue(bearer);
  }
}
