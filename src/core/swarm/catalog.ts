import type { Audience } from '../access/audience.ts';
import type { ContentId, PeerId } from '../ids.ts';
import type { SharePath } from '../names/share-path.ts';

/** Where a peer can be reached, and how. The native protocol is `ayni`. */
export interface Endpoint {
  readonly protocol: 'ayni' | 'helo' | 'flatgrpc' | 'p4' | 'rede' | 'slots';
  readonly host: string;
  readonly port: number;
}

/** Upload slots of a peer. */
export interface Slots {
  readonly total: number;
  readonly free: number;
}

/** Digests beside the content id, lower-case hex, for the dialects that need them. */
export interface Digests {
  readonly md5?: string;
  readonly sha256?: string;
}

/** A name in a directory of a share. Paths are relative to the share; a share of one file has one entry with path ''. */
export type Entry = FileEntry | DirectoryEntry | SymlinkEntry;

export interface FileEntry {
  readonly kind: 'file';
  readonly path: SharePath;
  readonly content: ContentId;
  /** Bytes. */
  readonly size: number;
  /** Modification time, whole ms since the Unix epoch. */
  readonly mtime: number;
  readonly executable: boolean;
  /** The name in dialects, which are flat; given by the publisher once and kept. */
  readonly flatName?: string;
  readonly digests?: Digests;
}

interface DirectoryEntry {
  readonly kind: 'directory';
  readonly path: SharePath;
}

interface SymlinkEntry {
  readonly kind: 'symlink';
  readonly path: SharePath;
  /** Relative to the link's directory; never leaves the share. */
  readonly target: string;
}

/**
 * A change to a share's entries. `base` is the revision it applies to (0 for a share that is not there yet), `next`
 * the one it makes (1 or more). A full list starts with `full: 'first'` (any base), goes on with `'middle'` and ends
 * with `'last'`, each with the `next` of the batch before as its `base`; after the last whatever the list did not name
 * is gone, and until then the share counts as having revision 0. `'only'` is a full list in one batch.
 *
 * Removals come before upserts. Directories above an entry need not be announced. The last of two upserts of one path
 * wins. Entries whose content was withdrawn are left out silently.
 */
export interface PublishBatch {
  readonly share: string;
  readonly audience: Audience;
  readonly base: number;
  readonly next: number;
  readonly full?: 'first' | 'middle' | 'last' | 'only';
  readonly upsert: readonly Entry[];
  /** A removed directory takes what is under it along. */
  readonly remove: readonly SharePath[];
}

/** That a peer has content under no name: a download, whole or in part. */
export interface Hold {
  readonly content: ContentId;
  readonly size: number;
  /** Verified pieces; a whole content has all of them. */
  readonly pieces: number;
  readonly audience: Audience;
  /** The name in dialects of a file that is whole and for everyone; given once and kept. */
  readonly flatName?: string;
  readonly digests?: Digests;
}

/** Who has a content. */
export interface Source {
  readonly peer: PeerId;
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  /** Verified pieces; `whole` when it has all. */
  readonly pieces: number;
  readonly whole: boolean;
  readonly slots: Slots;
}

/** One content that a search found, with the names it goes by; or a directory, one hit for each path. */
export interface SearchHit {
  /** Absent for a directory. */
  readonly content?: ContentId;
  readonly kind: 'file' | 'directory';
  /** 0 for a directory. */
  readonly size: number;
  /** Full paths, `share/…`, that fit the query; five at most. */
  readonly names: readonly string[];
  /** Peers that are online and have it. */
  readonly sources: number;
  /** Latest modification time among those names, ms; 0 for a directory. */
  readonly mtime: number;
}

export interface SearchQuery {
  /** Words, see `search-text.ts`: each must be a substring of the path, short ones begin a word. Empty lists everything. */
  readonly text: string;
  readonly kind?: 'file' | 'directory';
  /** Extensions without dot, lower case; any of them. */
  readonly extensions?: readonly string[];
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly peer?: PeerId;
  /** Only what somebody who is online has. */
  readonly online?: boolean;
  /** 1 to 500. */
  readonly limit: number;
  readonly cursor?: string;
}

export interface BrowseQuery {
  readonly peer: PeerId;
  /** `share/…`; '' lists the shares. */
  readonly path: string;
  /** The whole tree below, parents before children. */
  readonly recursive: boolean;
  /** 1 to 5,000. */
  readonly limit: number;
  readonly cursor?: string;
}

/** An entry as browsing shows it: its full path, and for files whether somebody has it online. */
export interface BrowsedEntry {
  readonly kind: 'share' | Entry['kind'];
  /** `share/…`. */
  readonly path: string;
  readonly content?: ContentId;
  readonly size?: number;
  readonly mtime?: number;
  readonly executable?: boolean;
  readonly target?: string;
  readonly audience?: Audience;
}

/** A page may hold fewer items than asked for and still have a cursor: only its absence means the end. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

/** A member as others see it. */
export interface PeerView {
  readonly peer: PeerId;
  readonly name: string;
  readonly role: string;
  readonly online: boolean;
  readonly endpoints: readonly Endpoint[];
  readonly agent: string;
  /** Entries of kind file that the viewer may see. */
  readonly files: number;
  readonly bytes: number;
  /** Last sign of life, ms since the Unix epoch. */
  readonly seen: number;
}

export interface NetworkStats {
  readonly members: number;
  readonly online: number;
  readonly files: number;
  readonly contents: number;
  readonly holdings: number;
  /** Bytes of all distinct contents. */
  readonly bytes: number;
}
