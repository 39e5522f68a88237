import type { Endpoint, Slots } from './catalog.ts';

/**
 * What is worked out once for as long as a lease is good, however often it is told of. It stands in one place: what an
 * answer tells of ten leases of 30,000 is in no cache, and each step from object to object waits for memory.
 */
export interface LeaseNotes {
  /** Of its first endpoint with an IP address, and of the others, see `source-order.ts`; undefined until asked for. */
  subnet: number | string | undefined;
  otherSubnets: readonly (number | string)[] | undefined;
  /** A source in JSON but for its pieces, see `located-json.ts`, and for whom and which slots it was made. */
  beginning: string;
  ending: string;
  peer: string;
  name: string;
  slots: Slots | undefined;
}

const NOTES = Symbol('notes');

/**
 * The notes of a lease, which are its list of endpoints': that is the same list for as long as the lease is good. They
 * hang on the list itself: looking in a `WeakMap` of 30,000 leases takes several steps through memory for each source.
 */
export function notesOf(endpoints: readonly Endpoint[] & { readonly [NOTES]?: LeaseNotes }): LeaseNotes {
  const known = endpoints[NOTES];
  if (known !== undefined) return known;
  const notes: LeaseNotes = {
    subnet: undefined,
    otherSubnets: undefined,
    beginning: '',
    ending: '',
    peer: '',
    name: '',
    slots: undefined,
  };
  // Not enumerable: a list with notes equals one without.
  if (Object.isExtensible(endpoints)) Object.defineProperty(endpoints, NOTES, { value: notes });
  return notes;
}
