import type { DatabaseSync } from 'node:sqlite';
import { peerIdOf } from '../../core/ids.ts';
import type { PeerView } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import { bytes, integer, Statement, text } from './statement.ts';
import type { View } from './views.ts';

/** The members as one of them sees them. */
export class PeerViews {
  readonly #presences: Presences;
  readonly #members: Statement;
  readonly #shares: Statement;

  constructor(database: DatabaseSync, presences: Presences) {
    this.#presences = presences;
    this.#members = new Statement(
      database,
      `SELECT m.peer, p.key, m.name, m.role, m.joined FROM members m JOIN peers p ON p.id = m.peer
       WHERE m.peer NOT IN (SELECT peer FROM revocations) ORDER BY m.peer`,
    );
    this.#shares = new Statement(database, 'SELECT peer, audience, files, bytes FROM shares');
  }

  of(view: Pick<View, 'sees'>, now: number): readonly PeerView[] {
    const shared = new Map<number, { files: number; bytes: number }>();
    for (const row of this.#shares.iterate()) {
      const peer = integer(row, 0);
      if (!view.sees(peer, integer(row, 1))) continue;
      const { files, bytes: size } = shared.get(peer) ?? { files: 0, bytes: 0 };
      shared.set(peer, { files: files + integer(row, 2), bytes: size + integer(row, 3) });
    }
    return this.#members.all().map((row) => {
      const peer = integer(row, 0);
      const known = this.#presences.known(peer);
      const online = this.#presences.live(peer, now) !== undefined;
      return {
        peer: peerIdOf(bytes(row, 1)),
        name: text(row, 2),
        role: text(row, 3),
        online,
        endpoints: online && known ? known.endpoints : [],
        agent: known?.agent ?? '',
        files: shared.get(peer)?.files ?? 0,
        bytes: shared.get(peer)?.bytes ?? 0,
        seen: known?.seen ?? integer(row, 4),
      };
    });
  }
}
