import type { Catalog } from '../catalog.ts';

/** What errors, daemons and trackers say. */
export const messages: Catalog['messages'] = {};
