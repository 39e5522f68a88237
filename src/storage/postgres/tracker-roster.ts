import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import { idBytes, type NetworkId, type PeerId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type { Database } from './database.ts';
import { hex, strings, text } from './row.ts';

/** A tracker says that it is there so often, and is gone from the list that much later, ms. */
const EVERY_MS = 5000;
const TTL_MS = 20_000;
/** Addresses that a lease may tell: `MAX_TRACKERS` of the wire. */
const MAX_ADDRESSES = 16;
/** Of each other tracker. */
const MAX_EACH = 3;

/** The trackers over one database: each keeps a row with a lease of its own, and reads those of the others. */
export class TrackerRoster {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #log: Logger;
  #others: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #self: { readonly key: Uint8Array; readonly own: () => readonly string[] } | undefined;

  constructor(parts: { readonly database: Database; readonly clock: Clock; readonly log: Logger }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  /** Whether this database's network is this one; a database without one takes it. */
  async belongsTo(network: NetworkId): Promise<boolean> {
    const sql = 'INSERT INTO network (id) VALUES ($1) ON CONFLICT DO NOTHING';
    await this.#database.run('network-claim', sql, [network]);
    return text(await this.#database.row('network', 'SELECT id FROM network'), 0) === network;
  }

  /** The addresses of all trackers, this one's first, as they are when asked. */
  async join(tracker: PeerId, network: NetworkId, own: () => readonly string[]): Promise<() => readonly string[]> {
    if (!(await this.belongsTo(network))) {
      throw new AyniError('already-joined', 'The database is of another network.', { context: { network } });
    }
    this.#self = { key: idBytes(tracker), own };
    await this.#look();
    this.#timer = setInterval(() => {
      this.#running ??= this.#look()
        .catch((error: unknown) => this.#log.warn({ err: error }, 'telling the other trackers failed'))
        .finally(() => {
          this.#running = undefined;
        });
    }, EVERY_MS);
    this.#timer.unref();
    return () => [...new Set([...own(), ...this.#others])].slice(0, MAX_ADDRESSES);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    if (this.#self === undefined) return;
    try {
      await this.#database.run('tracker-leave', 'DELETE FROM trackers WHERE peer = $1', [this.#self.key]);
    } catch (error) {
      this.#log.debug({ reason: String(error) }, 'the database did not hear that this tracker ends');
    }
  }

  async #look(): Promise<void> {
    if (this.#self === undefined) return;
    const { key, own } = this.#self;
    const now = this.#clock.now();
    await this.#database.run(
      'tracker-here',
      `INSERT INTO trackers (peer, addresses, expires) VALUES ($1, $2, $3)
       ON CONFLICT (peer) DO UPDATE SET addresses = excluded.addresses, expires = excluded.expires`,
      [key, JSON.stringify(own()), now + TTL_MS],
    );
    const sql = 'SELECT addresses, peer FROM trackers WHERE expires > $1 ORDER BY peer';
    const rows = await this.#database.rows('trackers', sql, [now]);
    const self = Buffer.from(key).toString('hex');
    this.#others = rows.filter((row) => hex(row, 1) !== self).flatMap((row) => strings(row, 0).slice(0, MAX_EACH));
  }
}
