import type { Audience } from '../access/audience.ts';
import type { ContentId, PeerId } from '../ids.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { SharePath } from '../names/share-path.ts';

/** Where a peer can be reached, and how. The native protocol is `ayni`. */
export interface Endpoint {
  readonly protocol: 'ayni' | Dialect;
  readonly host: string;
  readonly port: number;
  /** Whoever asks here in this dialect gets what the whole network has: the peer fetches it on demand. */
  readonly bridge?: boolean;
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
export type Entry = FileEntry | DirectoryEntry | SymlinkEntry | ForeignFileEntry;

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

/** A file of a foreign peer, whose bytes nobody here has hashed. */
export interface ForeignFileEntry {
  readonly kind: 'foreign-file';
  readonly path: SharePath;
  readonly dialect: Dialect;
  /** As the foreign peer announced it. */
  readonly name: string;
  /** Bytes, where the dialect tells. */
  readonly size?: number;
  /** 32 digits of lower-case hex, where the dialect tells. */
  readonly md5?: string;
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
  /** Verified pieces; a whole content has all of them, and a peer that is about to get its first has none. */
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

/** Where a file of a foreign peer lies, and what is known of it. */
export interface ForeignFile {
  readonly dialect: Dialect;
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly size?: number;
  readonly md5?: string;
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
  /** Peers that are online and have it, or a part of it. */
  readonly sources: number;
  /** Latest modification time among those names, ms; 0 for a directory. */
  readonly mtime: number;
  /** Present, and `content` absent, for a file of a foreign peer. */
  readonly foreign?: ForeignFile;
}

export interface SearchQuery {
  /** Words, see `search-text.ts`: each must be a substring of the path, short ones begin a word. Blank lists everything. */
  readonly text: string;
  readonly kind?: 'file' | 'directory';
  /** Extensions without dot, lower case; any of them. */
  readonly extensions?: readonly string[];
  readonly minSize?: number;
  readonly maxSize?: number;
  readonly peer?: PeerId;
  /** Only what somebody who is online has. */
  readonly online?: boolean;
  /** Only contents whose id begins so, see `CONTENT_ID_BEGINNING`. */
  readonly idPrefix?: string;
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
  readonly kind: 'share' | 'file' | 'directory' | 'symlink';
  /** `share/…`. */
  readonly path: string;
  readonly content?: ContentId;
  readonly size?: number;
  readonly mtime?: number;
  readonly executable?: boolean;
  readonly target?: string;
  readonly audience?: Audience;
  /** As in `FileEntry`; absent where it is the last name of the path. */
  readonly flatName?: string;
  readonly digests?: Digests;
  /** Present, and `content` absent, for a file of a foreign peer. */
  readonly foreign?: ForeignFile;
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

/** Whoever serves a dialect and is online. */
export interface DialectOwner {
  readonly peer: PeerId;
  /** Of a foreign peer the key that it registered under. */
  readonly name: string;
  readonly foreign: boolean;
  readonly endpoint: Endpoint;
}

export interface FlatQuery {
  readonly dialect: Dialect;
  /** This very name. */
  readonly name?: string;
  /** A part of the name, as it is. */
  readonly contains?: string;
  /** Files of foreign peers that are gone, too. */
  readonly withGone: boolean;
  /** Only those whose MD5 is known. */
  readonly withMd5: boolean;
  readonly limit: number;
}

/** A file that everyone may see, as one peer offers it in a dialect. */
export interface FlatEntry {
  readonly name: string;
  readonly size?: number;
  readonly md5?: string;
  /** Equal where the content is known to be. */
  readonly content: number;
  /** Absent for one that only a bridge can bring. */
  readonly owner?: PeerId;
}
