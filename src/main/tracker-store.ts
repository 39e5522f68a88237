import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { SettingValues } from '../config/settings-table.ts';
import type { Clock } from '../core/clock.ts';
import { AyniError } from '../core/errors.ts';
import type { NetworkId, PeerId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { SwarmStore } from '../core/swarm/swarm-store.ts';
import { systemClock } from '../platform/clock.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { optional } from './optional.ts';

/** Where a tracker keeps its state: an address, or a file with one; a SQLite file in the state folder where both are absent. */
type StoreChoices = Pick<SettingValues, 'store' | 'storeFile'>;

/** An open store, and what comes with it. */
export interface TrackerStore {
  readonly store: SwarmStore;
  /** What decides when a lease or a credential is over. */
  readonly clock: Clock;
  /** Tells other trackers over the same store that this one is there; their addresses, of this one first. */
  join(tracker: PeerId, network: NetworkId, own: () => readonly string[]): Promise<() => readonly string[]>;
  /** Whether the network whose state this is may be this one; a store that is new takes any. */
  belongsTo(network: NetworkId): Promise<boolean>;
}

/** @throws {AyniError} `usage` for the address of a command line that has a password */
export function assertNoPassword(url: string): void {
  if (addressOf(url).password !== '') {
    throw new AyniError(
      'usage',
      'A password on the command line is seen by everybody on this machine: put it into PGPASSWORD, or the whole address into AYNI_STORE or a --store-file.',
    );
  }
}

/** The address of the database that was chosen; undefined for a file. @throws {AyniError} `usage`, `io-failed` */
export async function storeUrl({ store, storeFile }: StoreChoices): Promise<string | undefined> {
  return storeFile === undefined ? store : checkedKind(await readStoreFile(storeFile));
}

/**
 * Opens the store that was chosen.
 * @throws {AyniError} `usage`, `state-newer`, `busy`, `no-permission`, `io-failed`
 */
export async function openTrackerStore(
  folder: string,
  choices: StoreChoices,
  { log, env }: { readonly log: Logger; readonly env: NodeJS.ProcessEnv },
): Promise<TrackerStore> {
  const url = await storeUrl(choices);
  if (url === undefined) {
    const store = await openSqliteStore(join(folder, 'tracker.sqlite'), { clock: systemClock, log });
    return {
      store,
      clock: systemClock,
      join: (_tracker, _network, own) => Promise.resolve(own),
      belongsTo: () => Promise.resolve(true),
    };
  }
  const { openPostgresStore } = await import('../storage/postgres/open-postgres-store.ts');
  const opened = await openPostgresStore({ url, ...optional('password', env['PGPASSWORD']) }, { log });
  return {
    store: opened.store,
    clock: opened.clock,
    join: (tracker, network, own) => opened.join(tracker, network, own),
    belongsTo: (network) => opened.belongsTo(network),
  };
}

async function readStoreFile(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    throw new AyniError('io-failed', `The store file ${path} cannot be read: is it there, and yours?`, { cause });
  }
}

function checkedKind(url: string): string {
  addressOf(url);
  return url;
}

/** Says nothing of what is in it: that may be a secret. */
function addressOf(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['postgres:', 'postgresql:'].includes(parsed.protocol)) {
    throw new AyniError('usage', 'A store is like postgres://user@host:5432/name; without one it is a file.');
  }
  if (parsed.searchParams.has('password')) parsed.password ||= 'in the query';
  return parsed;
}
