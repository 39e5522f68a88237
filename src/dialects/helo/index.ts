import type { DialectParts } from '../parts.ts';
import { HeloFetch, type HeloClientOptions } from './client.ts';
import { HeloForeignTracker } from './foreign-tracker.ts';
import { HeloPeer, type HeloPeerOptions } from './peer.ts';
import { HeloTracker, type HeloTrackerOptions } from './tracker.ts';

/** Four-letter messages over TCP. */
export const helo: DialectParts<HeloTrackerOptions, HeloPeerOptions, HeloClientOptions> = {
  dialect: 'helo',
  defaultPorts: { tracker: 9999, peer: 9997 },
  tracker: (components, options) => new HeloTracker(components, options),
  peer: (components, options) => new HeloPeer(components, options),
  fetch: (_components, options) => new HeloFetch(options),
  foreignTracker: (components, at, options) => new HeloForeignTracker(components, at, options),
};
