import type { Address } from '../../../core/access/link.ts';
import type { ErrorCode } from '../../../core/errors.ts';
import type { ContentId, PeerId } from '../../../core/ids.ts';

/** Small contents to fetch from one source with one request, each into a file of its own. */
export interface BatchRun {
  readonly source: Address;
  readonly peer: PeerId;
  readonly credential: string;
  /** 1 to 256, together at most 1 MiB; the order is that of the answer. */
  readonly contents: readonly BatchContent[];
  /** Whether to look at each file when it is written: for `mtimesNs` and `inodes`. */
  readonly stat: boolean;
}

export interface BatchContent {
  readonly content: ContentId;
  /** Bytes, 1 to a piece. */
  readonly size: number;
  /** Absolute. The file is made once its bytes are verified, and must not exist before. */
  readonly path: string;
  /** Before the umask. */
  readonly mode: number;
  /** Modification time to give it, ms since the Unix epoch. */
  readonly mtime?: number | undefined;
}

/** Contents of a batch that were decided since the last group. */
export interface BatchGroup {
  /** Their places in the batch: verified and written. */
  readonly whole: Uint32Array;
  /** For each of them, 32 bytes. */
  readonly hashes: Uint8Array;
  /** For each of them, where `stat` was asked for. */
  readonly mtimesNs: BigInt64Array;
  readonly inodes: BigUint64Array;
  /** What the source did not give: asking for it again in a batch is in vain. */
  readonly refused: readonly { readonly index: number; readonly code: BatchRefusal }[];
}

/**
 * `not-found`: it lacks it. `content-changed`: the file changed there. `bad-answer`: other bytes than the size told.
 * `too-large`: it is there and must be asked for alone.
 */
export type BatchRefusal = Extract<ErrorCode, 'not-found' | 'content-changed' | 'bad-answer' | 'too-large'>;
