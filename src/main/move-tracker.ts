import { join } from 'node:path';

import type { RunFlags } from '../cli/programs.ts';
import { AyniError } from '../core/errors.ts';
import { loadNetworkKey } from '../net/identity/network-key.ts';
import { moveToPostgres, type Moved } from '../storage/move/sqlite-to-postgres.ts';
import type { Base } from './daemon/base.ts';
import type { Configuration } from './config/configuration.ts';
import { rememberedOf } from './config/configuration.ts';
import { optional } from './optional.ts';
import { hasTracker, isThere, trackerFolder } from './state/has-tracker.ts';
import { rememberSettings } from './state/settings.ts';
import { storeUrl } from './tracker-store.ts';

/**
 * Moves the network of a state folder from its SQLite file to PostgreSQL. The file stays, unused.
 * @throws {AyniError} `usage` without a store; `not-found` without a tracker; as `moveToPostgres`
 */
export async function moveTracker({ state, log }: Base, { settings }: Configuration, flags: RunFlags): Promise<Moved> {
  const folder = trackerFolder(state);
  const file = join(folder, 'tracker.sqlite');
  const url = await storeUrl(settings);
  if (url === undefined) throw new AyniError('usage', 'Say where to: --store postgres://user@host:5432/name.');
  if (!(await hasTracker(state)) || !(await isThere(file))) {
    throw new AyniError('not-found', `There is no network in ${state} to move: name its folder with --state.`);
  }
  const { network } = await loadNetworkKey(folder);
  const options = { url, ...optional('password', process.env['PGPASSWORD']) };
  const moved = await moveToPostgres(file, options, { network, log });
  await rememberSettings(state, rememberedOf(flags));
  return moved;
}
