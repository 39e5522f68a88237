import type { PeerId } from '../../core/ids.ts';
import type { Member } from '../../core/swarm/swarm-store.ts';
import type { MemberReads } from './members.ts';
import type { PeerRows } from './peer-rows.ts';

/** Members that are remembered; some 300 bytes each. */
const MAX_CACHED = 100_000;

interface Known {
  readonly row: number;
  readonly member: Member | undefined;
}

/**
 * Who is a member, and who was revoked, remembered: every call of everybody asks for both. Nobody else writes to the
 * database; whoever does here says so once it is written.
 */
export class CachedMembers {
  readonly #rows: PeerRows;
  readonly #reads: MemberReads;
  readonly #known = new Map<PeerId, Known>();
  #revocations: ReturnType<MemberReads['revocations']> | undefined;

  constructor(rows: PeerRows, reads: MemberReads) {
    this.#rows = rows;
    this.#reads = reads;
  }

  member(peer: PeerId): Member | undefined {
    return this.#find(peer)?.member;
  }

  /** The integer that stands for a peer, which stays the same for ever; undefined where it was never here. */
  row(peer: PeerId): number | undefined {
    return this.#find(peer)?.row;
  }

  revocations(): ReturnType<MemberReads['revocations']> {
    return (this.#revocations ??= this.#reads.revocations());
  }

  /** A membership has changed, or may have. */
  changed(peer: PeerId): void {
    this.#known.delete(peer);
    this.#revocations = undefined;
  }

  #find(peer: PeerId): Known | undefined {
    const known = this.#known.get(peer);
    if (known !== undefined) return known;
    const row = this.#rows.find(peer);
    if (row === undefined) return undefined;
    if (this.#known.size >= MAX_CACHED) this.#known.clear();
    const found = { row, member: this.#reads.member(peer) };
    this.#known.set(peer, found);
    return found;
  }
}
