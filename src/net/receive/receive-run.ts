import type { Address } from '../../core/access/link.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';

/** Consecutive pieces to fetch from one source. */
export interface ReceiveRun {
  readonly source: Address;
  readonly peer: PeerId;
  readonly credential: string;
  readonly content: ContentId;
  /** Bytes of the whole content. */
  readonly size: number;
  /** Index of the first piece. */
  readonly first: number;
  /** Pieces, 1 or more; 0 for an empty content. */
  readonly count: number;
  /** Of those pieces, 32 bytes each. May be absent where the content is one piece: its id verifies it. */
  readonly hashes?: Uint8Array;
  /** Absolute. An existing file of the whole size, written at the pieces' offsets; or a new one, see `create`. */
  readonly path: string;
  /**
   * The source chooses: up to `limit` consecutive pieces of those from `first` on that are not in `unwanted`, a bitfield
   * body (`encodeBitfield`). Where it has none of them yet it may wait for one for `waitS` s.
   */
  readonly next?: { readonly limit: number; readonly unwanted: Uint8Array; readonly waitS?: number };
  /** What is here of it, for a source that may want some: a bitfield body. */
  readonly telling?: Uint8Array;
  /** For a content of at most one piece: the file is made once its bytes are verified, and must not exist before. */
  readonly create?: { readonly mode: number };
}

export interface RunResult {
  /** Verified and written. */
  readonly pieces: number;
  /** Of content, received. */
  readonly bytes: number;
  /** From the request, or the end of the run before it on the same connection. */
  readonly ms: number;
}

/** Consecutive pieces. */
export interface PieceRange {
  readonly first: number;
  readonly count: number;
}

export interface ReceiveLimits {
  /** How long a connection without runs is kept, ms. */
  readonly idleMs: number;
  /** A source must send something within this time, ms … */
  readonly stallMs: number;
  /** … and on average this much, unless the run ends before. */
  readonly minBytesPerSecond: number;
  readonly dialTimeoutMs: number;
  /** Connections of one worker; runs for more sources wait. */
  readonly maxConnections: number;
}

export const RECEIVE_LIMITS: ReceiveLimits = {
  idleMs: 15_000,
  stallMs: 15_000,
  minBytesPerSecond: 1024,
  dialTimeoutMs: 10_000,
  maxConnections: 32,
};
