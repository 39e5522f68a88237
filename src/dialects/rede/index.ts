import type { DialectParts } from '../parts.ts';
import { RedeFetch, type RedeClientOptions } from './client.ts';
import { RedeForeignTracker } from './foreign-tracker.ts';
import { RedePeerServer, type RedePeerOptions } from './peer.ts';
import { RedeTracker, type RedeTrackerOptions } from './tracker.ts';

/** One text connection to the server, `ls` and `get` between peers. */
export const rede: DialectParts<RedeTrackerOptions, RedePeerOptions, RedeClientOptions> = {
  dialect: 'rede',
  defaultPorts: { tracker: 9450, peer: 5455 },
  tracker: (components, options) => new RedeTracker(components, options),
  peer: (components, options) => new RedePeerServer(components, options),
  fetch: (_components, options) => new RedeFetch(options),
  foreignTracker: (components, at, options) => new RedeForeignTracker(components, at, options),
};
