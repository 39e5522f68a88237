import type { Endpoint } from './catalog.ts';

/** What is worked out once for as long as a lease is good, however often it is told of. */
export interface LeaseNotes {
  /** Of its endpoints, see `source-order.ts`. */
  subnets?: readonly string[];
  /** The beginning of a source in JSON, see `located-json.ts`, and for whom it was made. */
  json?: { readonly peer: string; readonly name: string; readonly text: string };
}

const NOTES = Symbol('notes');

/**
 * The notes of a lease, which are its list of endpoints': that is the same list for as long as the lease is good. They
 * hang on the list itself: looking in a `WeakMap` of 30,000 leases takes several steps through memory for each source.
 */
export function notesOf(endpoints: readonly Endpoint[] & { readonly [NOTES]?: LeaseNotes }): LeaseNotes {
  const known = endpoints[NOTES];
  if (known !== undefined) return known;
  const notes: LeaseNotes = {};
  // Not enumerable: a list with notes equals one without.
  if (Object.isExtensible(endpoints)) Object.defineProperty(endpoints, NOTES, { value: notes });
  return notes;
}
