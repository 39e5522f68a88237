import type { Clock } from '../../core/clock.ts';
import type { NetworkId, PeerId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import { OnlineBoard } from '../leases/online-board.ts';
import { Presences } from '../leases/presences.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { DatabaseClock } from './database-clock.ts';
import { migrate } from './migrations.ts';
import { PostgresStore } from './postgres-store.ts';
import { TrackerRoster } from './tracker-roster.ts';
import { Watching } from './watching.ts';

export interface OpenedPostgres {
  readonly store: PostgresStore;
  /** The database's time: what trackers whose clocks differ agree about. */
  readonly clock: Clock;
  /** As `TrackerRoster`. */
  join(tracker: PeerId, network: NetworkId, own: () => readonly string[]): Promise<() => readonly string[]>;
  belongsTo(network: NetworkId): Promise<boolean>;
}

/**
 * The tracker's state in a PostgreSQL database, whose tables are made where there are none. As many processes as one
 * likes may open it.
 * @param components.clock for tests; otherwise the database's clock decides
 * @throws {AyniError} `state-newer`, `busy` (it does not answer, or is read-only), `no-permission`, `io-failed`
 */
export async function openPostgresStore(
  options: DatabaseOptions,
  { log, clock: given }: { readonly log: Logger; readonly clock?: Clock },
): Promise<OpenedPostgres> {
  const database = new Database({ log }, options);
  try {
    await migrate(database);
    const measured = given === undefined ? new DatabaseClock() : undefined;
    await measured?.measure(database);
    const clock = given ?? measured ?? new DatabaseClock();
    const store = new PostgresStore({ database, presences: new Presences(new OnlineBoard()), clock, log });
    const watching = new Watching({ database, store, clock: measured, log });
    await watching.look();
    watching.start();
    store.defer(() => watching.stop());
    const roster = new TrackerRoster({ database, clock, log });
    store.defer(() => roster.stop());
    return {
      store,
      clock,
      join: (tracker, network, own) => roster.join(tracker, network, own),
      belongsTo: (network) => roster.belongsTo(network),
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
