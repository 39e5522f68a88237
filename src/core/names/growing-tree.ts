import { nameKey, numberedName, safeName, type NameRules } from './safe-name.ts';
import { liesBelow, NAMED_TWICE, safeTree, type Refused, type TreeName } from './safe-tree.ts';
import { baseName, parentPath } from './share-path.ts';

/** A folder that stays where it is. */
interface Folder {
  /** What is in it, by its key. */
  readonly names: Map<string, string>;
  /** Whether the list has an entry for it, and not only for what is in it. */
  named: boolean;
}

/**
 * Gives the entries of a tree paths that the target can hold, as they come: whoever lists a large tree need not wait for
 * its end. Most entries may stay as they are at once. Those whose name has to change, or is another one there already,
 * and what lies below them, wait for the end of the list, so that no number is taken that a later entry has as its own.
 *
 * Where entries come in the order of their names, folder by folder, the paths are those of `safeTree`. In any other
 * order they are as safe: no two are the same there, and nothing comes below what is no folder.
 */
export class GrowingTree<T extends TreeName> {
  readonly #rules: NameRules;
  /** By their path as it came. */
  readonly #folders = new Map<string, Folder>([['', { names: new Map(), named: true }]]);
  readonly #later: T[] = [];
  readonly #refused: Refused[] = [];

  constructor(rules: NameRules) {
    this.#rules = rules;
  }

  /** What cannot be written under any name, so far. */
  get refused(): readonly Refused[] {
    return this.#refused;
  }

  /** Whether the entry may stay where it is; else it is refused, or comes with the rest. */
  takes(entry: T): boolean {
    const { path, kind } = entry;
    const parent = this.#folderNow(parentPath(path));
    if (parent === 'none') return this.#refuse(path, liesBelow(parentPath(path)));
    const taken = parent === 'later' ? 'later' : this.#take(parent, baseName(path));
    if (taken === 'later') {
      this.#later.push(entry);
      return false;
    }
    if (taken === 'there') return this.#again(entry);
    if (kind === 'directory') this.#folders.set(path, { names: new Map(), named: true });
    return true;
  }

  /** Those that had to wait, with the paths they get, in a stable order; call it once, at the end. */
  rest(): { readonly entry: T; readonly path: string }[] {
    const groups = new Map<string, T[]>();
    for (const entry of this.#later) {
      const top = this.#topOf(entry.path);
      const group = groups.get(top);
      if (group === undefined) groups.set(top, [entry]);
      else group.push(entry);
    }
    const tops = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return tops.flatMap(([top, group]) => this.#placeGroup(top, group));
  }

  /** The first of the folders that lead to it, or itself, that has no place yet. */
  #topOf(path: string): string {
    for (let top = path; ;) {
      const parent = parentPath(top);
      if (this.#folders.has(parent)) return top;
      top = parent;
    }
  }

  /** @param group `top` itself, and what lies below it */
  #placeGroup(top: string, group: readonly T[]): { entry: T; path: string }[] {
    const own = group.filter(({ path }) => path === top);
    const inside = group.filter(({ path }) => path !== top);
    const [first, ...again] = own;
    for (const { path } of again) this.#refuse(path, NAMED_TWICE);
    const isFolder = first === undefined || first.kind === 'directory';
    const at = this.#place(top, isFolder ? 'directory' : 'file');
    const placed = first === undefined ? [] : [{ entry: first, path: at }];
    if (!isFolder) {
      for (const { path } of inside) this.#refuse(path, liesBelow(top));
      return placed;
    }
    const relative = inside.map((entry) => ({ entry, kind: entry.kind, path: entry.path.slice(top.length + 1) }));
    const tree = safeTree(relative, this.#rules);
    for (const { path, why } of tree.refused) this.#refuse(`${top}/${path}`, why);
    for (const { entry, path } of tree.entries) if (entry) placed.push({ entry: entry.entry, path: `${at}/${path}` });
    return placed;
  }

  /** The folder of this path, if it can have its own name; `none` where something else has it. */
  #folderNow(path: string): Folder | 'later' | 'none' {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    const parent = this.#folderNow(parentPath(path));
    if (typeof parent === 'string') return parent;
    const taken = this.#take(parent, baseName(path));
    if (taken !== 'taken') return taken === 'there' ? 'none' : 'later';
    const folder = { names: new Map<string, string>(), named: false };
    this.#folders.set(path, folder);
    return folder;
  }

  #take({ names }: Folder, name: string): 'taken' | 'there' | 'later' {
    const key = nameKey(name, this.#rules);
    const there = names.get(key);
    if (there === name) return 'there';
    if (there !== undefined || safeName(name, this.#rules) !== name) return 'later';
    names.set(key, name);
    return 'taken';
  }

  /** @returns the path that `top`, whose parent has a place, gets: numbered where its name is taken */
  #place(top: string, kind: 'file' | 'directory'): string {
    const parent = parentPath(top);
    const names = this.#folders.get(parent)?.names;
    const safe = safeName(baseName(top), this.#rules);
    let own = safe;
    for (let number = 2; names?.has(nameKey(own, this.#rules)); number++) own = numberedName(safe, number, kind);
    names?.set(nameKey(own, this.#rules), own);
    return parent === '' ? own : `${parent}/${own}`;
  }

  /** A path that was there before. Only a folder may be named after what is in it. */
  #again({ path, kind }: T): boolean {
    const folder = this.#folders.get(path);
    if (kind === 'directory' && folder?.named === false) {
      folder.named = true;
      return true;
    }
    const isBelow = folder !== undefined && !folder.named;
    return this.#refuse(path, isBelow ? 'other entries lie below it' : NAMED_TWICE);
  }

  #refuse(path: string, why: string): false {
    this.#refused.push({ path, why });
    return false;
  }
}
