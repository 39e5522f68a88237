import { baseName, parentPath, type SharePath } from '../../core/names/share-path.ts';
import type { Entry } from '../../core/swarm/catalog.ts';

/** What shall be at a path. */
export type Put = Exclude<Entry, { kind: 'directory' }> | { readonly kind: 'directory' };

class Node {
  readonly children = new Map<string, Node>();
  readonly name: string;
  put: Put | undefined;
  /** Whatever the database has here and below goes first. */
  cleared = false;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * What a batch comes to, without a database: removals and upserts in their order, as sets that can be written at once.
 * First what is at and below `clears` goes, then `puts` come, parents before children.
 */
export class BatchTree {
  readonly #root = new Node('');

  /** @param isWithdrawn files that must not be there */
  constructor(
    batch: { readonly remove: readonly SharePath[]; readonly upsert: readonly Entry[] },
    isWithdrawn: (entry: Entry) => boolean,
  ) {
    for (const path of batch.remove) this.#clear(path);
    for (const entry of batch.upsert) {
      if (isWithdrawn(entry)) this.#clear(entry.path);
      else if (entry.kind === 'directory') this.#directory(entry.path);
      else this.#leaf(entry);
    }
  }

  /** Paths in the share. */
  *clears(): Generator<string> {
    for (const { path, node } of this.#nodes()) if (node.cleared) yield path;
  }

  *puts(): Generator<{ readonly path: string; readonly put: Put }> {
    for (const { path, node } of this.#nodes()) if (node.put !== undefined) yield { path, put: node.put };
  }

  #clear(path: string): void {
    const node = this.#at(path);
    node.children.clear();
    node.cleared = true;
    // The share itself stays, as an empty directory.
    node.put = path === '' ? { kind: 'directory' } : undefined;
  }

  #directory(path: string): Node {
    const above = path === '' ? undefined : this.#directory(parentPath(path));
    const node = above === undefined ? this.#root : this.#child(above, baseName(path));
    if (node.put?.kind !== 'directory') node.put = { kind: 'directory' };
    return node;
  }

  #leaf(entry: Exclude<Put, { kind: 'directory' }> & Entry): void {
    this.#clear(entry.path);
    if (entry.path !== '') this.#directory(parentPath(entry.path));
    this.#at(entry.path).put = entry;
  }

  #at(path: string): Node {
    let node = this.#root;
    for (const name of path === '' ? [] : path.split('/')) node = this.#child(node, name);
    return node;
  }

  #child(node: Node, name: string): Node {
    const known = node.children.get(name);
    if (known) return known;
    const made = new Node(name);
    node.children.set(name, made);
    return made;
  }

  *#nodes(): Generator<{ readonly path: string; readonly node: Node }> {
    const open: { readonly path: string; readonly node: Node }[] = [{ path: '', node: this.#root }];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      yield at;
      for (const child of at.node.children.values()) {
        open.push({ path: at.path === '' ? child.name : `${at.path}/${child.name}`, node: child });
      }
    }
  }
}
