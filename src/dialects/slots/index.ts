import type { DialectParts } from '../parts.ts';
import { SlotsFetch, type SlotsClientOptions } from './client.ts';
import { SlotsForeignTracker } from './foreign-tracker.ts';
import { SlotsPeer, type SlotsPeerOptions } from './peer.ts';
import { SlotsTracker, type SlotsTrackerOptions } from './tracker.ts';

/** A listening port that hands out one-shot data ports. */
export const slots: DialectParts<SlotsTrackerOptions, SlotsPeerOptions, SlotsClientOptions> = {
  dialect: 'slots',
  defaultPorts: { tracker: 2521, peer: 3333 },
  tracker: (components, options) => new SlotsTracker(components, options),
  peer: (components, options) => new SlotsPeer(components, options),
  fetch: (_components, options) => new SlotsFetch(options),
  foreignTracker: (components, at, options) => new SlotsForeignTracker(components, at, options),
};
