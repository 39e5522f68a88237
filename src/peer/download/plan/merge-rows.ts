import { numberedName } from '../../../core/names/safe-name.ts';
import { baseName, parentPath } from '../../../core/names/share-path.ts';
import type { NewRow } from '../store/file-table.ts';

/**
 * One tree of several: what is the same in them comes once, and what has the name of something else gets a number beside
 * it. The first list keeps its names, but a file makes way for a folder.
 */
export function mergeRows(lists: readonly (readonly NewRow[])[]): NewRow[] {
  const [only = [], ...more] = lists;
  if (more.length === 0) return [...only];
  const folders = new Set<string>();
  const names = new Set<string>();
  for (const { kind, path } of lists.flat()) {
    names.add(path);
    const folder = kind === 'directory' ? path : parentPath(path);
    for (let up = folder; up !== '' && !folders.has(up); up = parentPath(up)) folders.add(up);
  }
  const merged = new Map<string, NewRow>();
  for (const row of lists.flat()) {
    const path = row.kind === 'directory' ? row.path : placeOf(row, { folders, names, merged });
    if (!merged.has(path)) merged.set(path, { ...row, path });
    names.add(path);
  }
  return [...merged.values()];
}

interface Taken {
  readonly folders: ReadonlySet<string>;
  /** Whatever the lists name, and what was given. */
  readonly names: ReadonlySet<string>;
  readonly merged: ReadonlyMap<string, NewRow>;
}

/** Where a file or symlink comes: where the same one is already, or else where nothing is. */
function placeOf(row: NewRow, { folders, names, merged }: Taken): string {
  const isSame = (there: NewRow | undefined): boolean =>
    there?.kind === row.kind && there.content === row.content && there.link === row.link;
  const there = merged.get(row.path);
  if (!folders.has(row.path) && (there === undefined || isSame(there))) return row.path;
  const parent = parentPath(row.path);
  for (let number = 2; ; number++) {
    const name = numberedName(baseName(row.path), number, 'file');
    const path = parent === '' ? name : `${parent}/${name}`;
    if (!names.has(path) || (isSame(merged.get(path)) && merged.get(path)?.origin === row.origin)) return path;
  }
}
