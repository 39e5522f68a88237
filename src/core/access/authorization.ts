import type { Viewer } from './audience.ts';
import type { Role } from './role.ts';

/** What a credential, once checked, lets its bearer do on this connection. */
export interface Authorization extends Viewer {
  readonly role: Role;
  /** Seconds since the Unix epoch; afterwards the bearer needs a fresh credential. */
  readonly expires: number;
}
