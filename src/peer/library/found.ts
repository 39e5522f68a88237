/** What tells a file from an earlier state of it, without reading it. */
export interface Stamp {
  /** Bytes. */
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  /** Time of birth where the file system knows it: an inode used again has another. */
  readonly birthNs: bigint;
}

/** Something that a scan saw in a share. */
export type Found = FoundFile | FoundDirectory | FoundSymlink;

interface FoundAny {
  /** As published: NFC, relative to the share. */
  readonly path: string;
  /** As on disk, where that differs. */
  readonly real?: string;
}

export interface FoundFile extends FoundAny {
  readonly kind: 'file';
  readonly stamp: Stamp;
  readonly executable: boolean;
}

interface FoundDirectory extends FoundAny {
  readonly kind: 'directory';
}

interface FoundSymlink extends FoundAny {
  readonly kind: 'symlink';
  readonly target: string;
}

export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.mtimeNs === b.mtimeNs && a.size === b.size && a.inode === b.inode && a.birthNs === b.birthNs;
}
