import type { DatabaseSync } from 'node:sqlite';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type { Hold, PublishBatch } from '../../core/swarm/catalog.ts';
import type { Invite, Member, SwarmEvent, NewInvite } from '../../core/swarm/swarm-store.ts';
import { AudienceWrites } from './audiences.ts';
import { ContentWrites } from './contents.ts';
import { EntryWrites } from './entries.ts';
import { EventWrites } from './events.ts';
import type { ChangedContents } from './holders/changed-contents.ts';
import { HoldWrites } from './holds.ts';
import { InviteWrites } from './invites.ts';
import type { LeaseRow } from '../leases/lease-row.ts';
import { LeaseRows } from './lease-rows.ts';
import { MemberReads, MemberWrites } from './members.ts';
import { PathWrites } from './paths.ts';
import { PeerRows } from './peer-rows.ts';
import { Publishing } from './publishing.ts';
import { ShareWrites } from './shares.ts';
import { Statement } from './statement.ts';

/** Names and contents that one sweep looks at. */
const SWEEP = 2000;

/** Operations whose promise need not wait for the disk. */
export const NOT_SYNCED: ReadonlySet<string> = new Set(['saveLeases', 'appendEvent', 'sweep']);

/**
 * All that writes to the database, as calls that can be sent to a thread: plain values in, plain values out. Each runs
 * inside a transaction that somebody else began, and takes the time from outside.
 * @param changed is told of contents whose holders change, before that is committed
 */
// oxlint-disable-next-line typescript/explicit-module-boundary-types
export function writeOperations(database: DatabaseSync, changed: Pick<ChangedContents, 'add'>) {
  const peers = new PeerRows(database);
  const audiences = new AudienceWrites(database, peers);
  const members = new MemberWrites(database, peers);
  const invites = new InviteWrites(database, peers, members, new MemberReads(database, peers));
  const leases = new LeaseRows(database);
  const paths = new PathWrites(database);
  const contents = new ContentWrites(database, changed);
  const entries = new EntryWrites(database, paths, contents);
  const shares = new ShareWrites(database, paths, entries, contents);
  const publishing = new Publishing({ peers, audiences, shares, entries, paths, contents });
  const holds = new HoldWrites(database, peers, audiences, contents);
  const events = new EventWrites(database, peers);
  const unusedAudiences = new Statement(
    database,
    `DELETE FROM audiences WHERE id <> 1 AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.audience = audiences.id)
     AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.audience = audiences.id AND h.audience <> 1)`,
  );
  const orphanedRules = ['audience_groups', 'audience_peers'].map(
    (table) => new Statement(database, `DELETE FROM ${table} WHERE audience NOT IN (SELECT id FROM audiences)`),
  );

  return {
    /** The member's row. */
    putMember(now: number, member: Pick<Member, 'peer' | 'name' | 'role' | 'groups'>): number {
      members.put(now, member);
      return peers.intern(member.peer);
    },
    revoke: (now: number, peer: PeerId): boolean => members.revoke(now, peer),
    forget(peer: PeerId): void {
      const row = peers.find(peer);
      if (row === undefined) return;
      shares.removeAll(row);
      holds.removeOfPeer(row);
      leases.remove(row);
      members.remove(row);
    },
    addInvite: (now: number, invite: NewInvite): Invite => invites.add(now, invite),
    admit: (now: number, secretHash: string, peer: PeerId, name: string): Member =>
      invites.admit(now, secretHash, peer, name),
    revokeInvite: (id: string): boolean => invites.revoke(id),
    saveLeases: (rows: readonly LeaseRow[]): void => leases.save(rows),
    publish: (peer: PeerId, batch: PublishBatch): number => paths.indexing(() => publishing.publish(peer, batch)),
    unpublish(peer: PeerId, name: string): void {
      const row = peers.find(peer);
      const share = row === undefined ? undefined : shares.find(row, name);
      if (share) shares.remove(share.id);
    },
    hold: (peer: PeerId, upsert: readonly Hold[], remove: readonly ContentId[]): number =>
      holds.hold(peer, upsert, remove),
    withdraw(content: ContentId): void {
      for (const row of contents.rowsOf(content)) {
        entries.removeContent(row, (id) => shares.get(id));
        holds.removeOfContent(row);
      }
      contents.withdraw(content);
    },
    appendEvent: (now: number, event: Omit<SwarmEvent, 'id' | 'at'>): SwarmEvent => events.append(now, event),
    /** Clears away what nothing uses; whether there may be more. */
    sweep(): boolean {
      const morePaths = paths.sweep(SWEEP);
      const moreContents = contents.sweep(SWEEP);
      if (unusedAudiences.run() > 0) for (const each of orphanedRules) each.run();
      return morePaths || moreContents;
    },
  };
}

export type WriteOperations = ReturnType<typeof writeOperations>;
