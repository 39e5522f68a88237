import type { DialectParts } from '../parts.ts';
import { FlatgrpcFetch, type FlatgrpcClientOptions } from './client.ts';
import { FlatgrpcForeignTracker } from './foreign-tracker.ts';
import { flatgrpcPeer, type FlatgrpcPeerOptions } from './peer.ts';
import { DEFAULT_HTTP_PORT } from './peer-id.ts';
import { flatgrpcTracker, type FlatgrpcTrackerOptions } from './tracker.ts';

/** A gRPC tracker without a package, and HTTP between peers. */
export const flatgrpc: DialectParts<FlatgrpcTrackerOptions, FlatgrpcPeerOptions, FlatgrpcClientOptions> = {
  dialect: 'flatgrpc',
  defaultPorts: { tracker: 50_051, peer: DEFAULT_HTTP_PORT },
  tracker: flatgrpcTracker,
  peer: flatgrpcPeer,
  fetch: (components, options) => new FlatgrpcFetch(components, options),
  foreignTracker: (components, at, options) => new FlatgrpcForeignTracker(components, at, options),
};
