import type { ContentId } from '../../core/ids.ts';
import { linkStaysInside, type Standing } from '../../core/names/link-target.ts';
import { nameKey, type NameRules } from '../../core/names/safe-name.ts';
import { safeTree, type TreeName } from '../../core/names/safe-tree.ts';
import { STATE_NAME } from './mirror-state.ts';

/** What the peer's folder has at a path that this machine can hold. */
export type Wanted =
  | {
      readonly kind: 'file';
      readonly content: ContentId;
      readonly size: number;
      readonly mtime: number;
      readonly executable: boolean;
    }
  | { readonly kind: 'directory' }
  | { readonly kind: 'symlink'; readonly target: string };

/** An entry of a listing. */
export interface Listed {
  readonly kind: 'share' | 'file' | 'directory' | 'symlink';
  /** `share/…`. */
  readonly path: string;
  readonly content?: ContentId;
  readonly size?: number;
  readonly mtime?: number;
  readonly executable?: boolean;
  readonly target?: string;
}

export interface PeerTree {
  /** By local path, parents before children. */
  readonly wanted: ReadonlyMap<string, Wanted>;
  /** What cannot be held here, and why. */
  readonly refused: readonly { readonly path: string; readonly why: string }[];
}

/**
 * What stands at `folder` where that is no folder: a tracker lists it alone then. Taken for an empty folder, it would
 * empty the mirror.
 */
export function insteadOfFolder(listed: readonly Listed[], folder: string): Listed | undefined {
  // A share of one file is that file.
  return listed.find(
    ({ path, kind, content }) => path === folder && (kind === 'file' || kind === 'symlink' || content !== undefined),
  );
}

/** What a listing of `folder` (`share/…`) comes to on this machine. Names come from others: nothing leaves the folder. */
export function peerTree(listed: readonly Listed[], folder: string, rules: NameRules): PeerTree {
  const refused: { path: string; why: string }[] = [];
  const names: (TreeName & { readonly from: Listed })[] = [];
  for (const from of listed) {
    if (!from.path.startsWith(`${folder}/`)) continue;
    const path = from.path.slice(folder.length + 1);
    const [first = ''] = path.split('/');
    if (nameKey(first, rules) === STATE_NAME)
      refused.push({ path, why: 'mirrors keep their own files under this name' });
    else if (from.kind !== 'share' && !(from.kind === 'file' && from.content === undefined))
      names.push({ path, kind: from.kind, from });
  }
  const tree = safeTree(names, rules);
  refused.push(...tree.refused);
  const standing = new Map(tree.entries.map(({ path, entry }) => [path, standingOf(entry?.kind)]));
  const wanted = new Map<string, Wanted>();
  for (const { entry, path } of tree.entries) {
    const one = wantedOf(entry?.from);
    if (one.kind === 'symlink' && !linkStaysInside(path, one.target, (at) => standing.get(at) ?? 'other'))
      refused.push({ path, why: 'the link leads out of the folder' });
    else wanted.set(path, one);
  }
  return { wanted, refused };
}

function standingOf(kind: TreeName['kind'] | undefined): Standing {
  if (kind === 'file') return 'other';
  return kind ?? 'directory';
}

function wantedOf(entry: Listed | undefined): Wanted {
  if (entry?.kind === 'symlink') return { kind: 'symlink', target: entry.target ?? '' };
  if (entry?.kind !== 'file' || entry.content === undefined) return { kind: 'directory' };
  const { content, size = 0, mtime = 0, executable = false } = entry;
  return { kind: 'file', content, size, mtime, executable };
}
