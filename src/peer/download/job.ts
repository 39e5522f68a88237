import type { Dialect } from '../../core/dialects/dialect.ts';
import type { ErrorCode } from '../../core/errors.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type { JobState } from '../../core/transfer/job-state.ts';

/** What to fetch: one content under a name, or what a peer publishes at a path, as a tree. */
export type DownloadTarget =
  | { readonly kind: 'content'; readonly content: ContentId; readonly size?: number; readonly name: string }
  /**
   * `path` is `share` or `share/…`. A path of one file fetches that file. What is in the folders of `also` comes into
   * the same folder: the same file once, and what has the same name and differs beside it, with a number.
   */
  | ({ readonly kind: 'tree'; readonly also?: readonly TreePlace[] } & TreePlace)
  /** One file at a foreign peer, by what is known of it; `also` have it, too, and are asked after the first. */
  | ({
      readonly kind: 'foreign';
      /** Bytes. */
      readonly size?: number;
      /** 32 digits of lower-case hex. */
      readonly md5?: string;
      readonly also?: readonly ForeignHolder[];
    } & ForeignHolder);

/** A folder or file of one peer. */
export interface TreePlace {
  readonly peer: PeerId;
  readonly path: string;
}

/** All folders that a tree is made of. */
export function placesOf({ peer, path, also = [] }: Extract<DownloadTarget, { kind: 'tree' }>): readonly TreePlace[] {
  return [{ peer, path }, ...also];
}

/** A foreign peer that has a file, and what it calls it. */
export interface ForeignHolder {
  readonly dialect: Dialect;
  readonly host: string;
  readonly port: number;
  readonly name: string;
}

/** What of a folder to fetch, and in which order. Patterns are those of gitignore(5), relative to what is fetched. */
export interface Wishes {
  /** Nothing but files that match one of these. */
  readonly only?: readonly string[] | undefined;
  /** No files that match one of these. */
  readonly skip?: readonly string[] | undefined;
  /** Files that match one of these come before the others. */
  readonly first?: readonly string[] | undefined;
  /** One file after the other, each from its beginning, so that it can be played meanwhile. */
  readonly inOrder?: boolean | undefined;
}

export interface DownloadRequest {
  readonly target: DownloadTarget;
  readonly wishes?: Wishes | undefined;
  /** Absolute; made when absent. The service's default where not given. */
  readonly folder?: string;
  /** Instead of the target's own name. */
  readonly name?: string;
  /** Whether to serve it on when it is there; the service's default where not given. */
  readonly seed?: boolean;
}

/** A download as others see it. */
export interface Job {
  readonly id: string;
  readonly name: string;
  /** Absolute, once it is known. */
  readonly destination?: string;
  readonly state: JobState;
  /** Why it waits, is blocked or failed, or what is missing when it is done: one line. */
  readonly reason?: { readonly code: ErrorCode; readonly message: string };
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  /** 0 until it is known. */
  readonly bytesTotal: number;
  /** From the network, waste included. */
  readonly bytesReceived: number;
  /** From files that were on this machine already. */
  readonly bytesCopied: number;
  readonly bytesPerSecond: number;
  readonly etaSeconds?: number;
  /** Foreign peers have no id. */
  readonly sources: readonly { readonly peer?: PeerId; readonly name: string; readonly bytesPerSecond: number }[];
  /** Names that could not stay as they were, relative to the destination; the first 1,000. */
  readonly renamed: readonly Renamed[];
  /** What was there already, or cannot be written; the first 1,000. */
  readonly skipped: readonly Skipped[];
}

export interface Renamed {
  readonly from: string;
  readonly to: string;
}

export interface Skipped {
  readonly path: string;
  readonly why: string;
}

/** Of `renamed` and `skipped`, each. */
export const MAX_NOTES = 1000;
