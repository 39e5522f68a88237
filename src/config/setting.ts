import type { Kind } from './kinds.ts';

/** One thing that can be set: in the file, by an environment variable, and by a flag where it has one. */
export interface Setting<T = unknown> {
  /** Section and key in the file, such as `peer.port`. */
  readonly at: string;
  readonly kind: Kind<T>;
  /** For the help and for documents, without a full stop. */
  readonly does: string;
  /** Of a number. */
  readonly unit?: string;
  /** As commander takes it. */
  readonly flag?: string;
  /** Where it is not made of `at`. */
  readonly env?: string;
  /** The value where nobody says one. */
  readonly fallback?: string | number | boolean;
  /** What holds then, where that is no value: a sentence's part. */
  readonly otherwise?: string;
  /** Whether a flag is remembered in the state folder, for the next start. */
  readonly remembered?: true;
  /** What may be shown of a value that holds a secret. */
  readonly masked?: (value: unknown) => string;
}

/** The value that a setting takes. */
export type ValueOf<S> = S extends { readonly kind: Kind<infer T> } ? T : never;

/** `peer.max_connections` → `AYNI_PEER_MAX_CONNECTIONS`. */
export function environmentName({ at, env }: Setting): string {
  return env ?? `AYNI_${at.replaceAll('.', '_').toUpperCase()}`;
}
