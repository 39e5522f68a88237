import type { Found } from '../../library/found.ts';

/** Paths that wait to be looked at; with more everything is. */
export const MAX_PATHS = 5_000;

/** Something that cannot be shared, with the reason in a few words. */
export interface Skip {
  /** Relative to the share. */
  readonly path: string;
  readonly reason: string;
}

/** Part of what a scan has to tell: only what differs from the index. */
export interface ScanBatch {
  readonly found: readonly Found[];
  /** Paths that are no longer there; what was under a directory goes along. */
  readonly gone: readonly string[];
  readonly skipped: readonly Skip[];
  /** Entries looked at so far. */
  readonly seen: number;
}

/** What a scan is asked for. */
export interface ScanRequest {
  readonly share: {
    readonly key: number;
    readonly path: string;
    readonly kind: 'folder' | 'file' | 'manifest';
    readonly hidden: boolean;
    /** Device and inode at the last scan. */
    readonly root: string | undefined;
  };
  /** Only these, relative to the share, as on disk; absent for everything. */
  readonly paths?: readonly string[];
  /** Accept a root that is empty and another one than before. */
  readonly trustEmpty: boolean;
  /** Absolute paths that are never shared, such as the state folder. */
  readonly exclude: readonly string[];
}

/** How a scan ended. */
export type ScanEnd =
  | {
      readonly kind: 'done';
      readonly seen: number;
      readonly root: string;
      /** What could not be read for now, as on disk; nothing of it was reported as gone. Over `MAX_PATHS` not all. */
      readonly again: readonly string[];
    }
  /** This machine is short of something: nothing was looked at, and all is to be looked at later. */
  | { readonly kind: 'unread'; readonly why: string }
  /** The whole share is away; nothing was reported as gone. */
  | { readonly kind: 'away'; readonly why: string }
  | { readonly kind: 'bad-manifest'; readonly why: string; readonly line: number }
  | { readonly kind: 'cancelled' };
