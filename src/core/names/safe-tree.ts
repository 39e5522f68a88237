import { nameKey, numberedName, safeName, type NameRules } from './safe-name.ts';
import { baseName, parentPath } from './share-path.ts';

export interface TreeName {
  /** Relative, joined by `/`, as it came. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink';
}

/** What cannot be written under any name. */
export interface Refused {
  readonly path: string;
  readonly why: string;
}

export interface SafeTree<T> {
  /**
   * Every entry that can be written with the path it gets, parents before children; without `entry` for a directory that
   * only what is in it speaks of.
   */
  readonly entries: readonly { readonly entry: T | undefined; readonly path: string }[];
  readonly refused: readonly Refused[];
}

/** Why an entry is refused, for a person. */
export const NAMED_TWICE = 'the list names it twice';
export const liesBelow = (path: string): string => `it lies below ${path}, which is no directory`;

/**
 * Gives each entry of a tree a path that the target can hold. The result depends on the set of entries, not on their
 * order. Where two names become the same one, the one that needed no change keeps it and the others get a number.
 * A path below what is a file or a symlink is refused: nobody writes through a link that the same tree brought.
 */
export function safeTree<T extends TreeName>(entries: readonly T[], rules: NameRules): SafeTree<T> {
  const refused: Refused[] = [];
  const byPath = new Map<string, T | undefined>();
  for (const entry of entries) {
    if (byPath.has(entry.path)) refused.push({ path: entry.path, why: NAMED_TWICE });
    else byPath.set(entry.path, entry);
  }
  // Directories that only their children speak of.
  for (const { path } of entries) {
    for (let parent = parentPath(path); parent !== '' && !byPath.has(parent); parent = parentPath(parent)) {
      byPath.set(parent, undefined);
    }
  }
  const children = new Map<string, string[]>();
  for (const path of byPath.keys()) {
    const siblings = children.get(parentPath(path));
    if (siblings === undefined) children.set(parentPath(path), [path]);
    else siblings.push(path);
  }

  const placed: { entry: T | undefined; path: string }[] = [];
  const open: { from: string; to: string }[] = [{ from: '', to: '' }];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const names = namesIn(children.get(folder.from) ?? [], byPath, rules);
    for (const [path, name] of names) {
      const entry = byPath.get(path);
      const to = folder.to === '' ? name : `${folder.to}/${name}`;
      placed.push({ entry, path: to });
      if (entry === undefined || entry.kind === 'directory') open.push({ from: path, to });
      else refuseBelow(path, children, refused);
    }
  }
  return { entries: placed, refused };
}

/** Names for the children of one directory, in a stable order. */
function namesIn(
  paths: readonly string[],
  byPath: ReadonlyMap<string, TreeName | undefined>,
  rules: NameRules,
): Map<string, string> {
  const sorted = paths.toSorted();
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const rest: string[] = [];
  for (const path of sorted) {
    const name = baseName(path);
    const key = nameKey(name, rules);
    if (safeName(name, rules) !== name || taken.has(key)) {
      rest.push(path);
      continue;
    }
    taken.add(key);
    names.set(path, name);
  }
  for (const path of rest) {
    const safe = safeName(baseName(path), rules);
    const kind = (byPath.get(path)?.kind ?? 'directory') === 'directory' ? 'directory' : 'file';
    let name = safe;
    for (let number = 2; taken.has(nameKey(name, rules)); number++) name = numberedName(safe, number, kind);
    taken.add(nameKey(name, rules));
    names.set(path, name);
  }
  return names;
}

function refuseBelow(path: string, children: ReadonlyMap<string, readonly string[]>, refused: Refused[]): void {
  const open = [path];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const child of children.get(parent) ?? []) {
      refused.push({ path: child, why: liesBelow(path) });
      open.push(child);
    }
  }
}
