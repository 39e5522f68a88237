import type { ContentId } from '../../../core/ids.ts';
import type { Stamp } from '../../library/found.ts';
import type { FileIdentity } from '../../library/served-file.ts';

/** A file that is being changed. */
export type RestlessFile =
  /** So lately that a further change could go unseen, or that more is likely to come: for so long it should rest. */
  | { readonly kind: 'unsettled'; readonly waitMs: number }
  /** Whenever it was read. */
  | { readonly kind: 'changing' };

/** Why a file was not hashed. */
export type NotHashed =
  RestlessFile | { readonly kind: 'vanished' } | { readonly kind: 'unreadable'; readonly why: string };

export type FileResult =
  | { readonly kind: 'hashed'; readonly stamp: Stamp; readonly content: ContentId; readonly pieces: Uint8Array }
  /** It has outgrown what is hashed in one go. */
  | { readonly kind: 'large'; readonly stamp: Stamp }
  | NotHashed;

export type SegmentResult =
  { readonly kind: 'hashed'; readonly pieces: Uint8Array } | { readonly kind: 'changed' } | NotHashed;

/** Whole files up to `SEGMENT_BYTES`. */
export interface FilesJob {
  readonly kind: 'files';
  readonly paths: readonly string[];
  /** Whether links are followed: only for files that the owner named. */
  readonly follow: boolean;
}

/** A part of a large file, which must still be as it was. */
export interface SegmentJob {
  readonly kind: 'segment';
  readonly path: string;
  readonly follow: boolean;
  readonly stamp: Stamp;
  /** Bytes; whole pieces but at the end of the file. */
  readonly offset: number;
  readonly length: number;
}

/** Takes the stamp of a large file before it is hashed in segments. */
export interface StampJob {
  readonly kind: 'stamp';
  readonly path: string;
  readonly follow: boolean;
}

export type StampResult = { readonly kind: 'stamp'; readonly stamp: Stamp } | NotHashed;

/** MD5 of whole files up to `SEGMENT_BYTES`. */
export interface Md5FilesJob {
  readonly kind: 'md5-files';
  readonly files: readonly FileIdentity[];
}

/** `unreadable` where that says nothing about the file. */
export type Md5FileResult =
  { readonly kind: 'md5'; readonly md5: string } | { readonly kind: 'changed' } | { readonly kind: 'unreadable' };

/** The next part of a large file. */
export interface Md5SegmentJob {
  readonly kind: 'md5-segment';
  readonly file: FileIdentity;
  /** Bytes. */
  readonly offset: number;
  readonly length: number;
  /** What came before, as the last segment told; absent for the first. */
  readonly state: Uint8Array | undefined;
}

export type Md5SegmentResult = { readonly kind: 'state'; readonly state: Uint8Array } | Md5FileResult;

export type HashJob = FilesJob | SegmentJob | StampJob | Md5FilesJob | Md5SegmentJob;

/** What one worker reads in one go; two workers share a file from twice this on. */
export const SEGMENT_BYTES = 32 * 1024 * 1024;
