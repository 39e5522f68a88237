import type { DialectParts } from '../parts.ts';
import { P4Fetch, type P4ClientOptions } from './client.ts';
import { P4ForeignTracker } from './foreign-tracker.ts';
import { p4Peer, type P4PeerOptions } from './peer.ts';
import { p4Tracker, type P4TrackerOptions } from './tracker.ts';

/** An HTTP master with tokens, and gRPC between peers. */
export const p4: DialectParts<P4TrackerOptions, P4PeerOptions, P4ClientOptions> = {
  dialect: 'p4',
  defaultPorts: { tracker: 8000, peer: 8001 },
  tracker: p4Tracker,
  peer: p4Peer,
  fetch: (_components, options) => new P4Fetch(options),
  foreignTracker: (components, at, options) => new P4ForeignTracker(components, at, options),
};
