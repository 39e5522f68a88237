import type { PeerId } from '../../../../src/core/ids.ts';
import type { Static } from 'typebox';
import type { NETWORK_ROUTES } from '../../../../src/wire/control/routes.ts';
import { lastName } from './found.ts';

export type Entry = Static<typeof NETWORK_ROUTES.browse.answer>['items'][number];

/** Where a folder lies: one peer and a path there. */
export interface Place {
  readonly peer: PeerId;
  readonly path: string;
}

/** A name in the tree; merged, it may be at several peers. */
export interface TreeNode {
  /** The way from the top, unique. */
  readonly id: string;
  readonly name: string;
  readonly folder: boolean;
  readonly places: readonly Place[];
  /** What is there, of the first who has it. */
  readonly entry?: Entry;
}

/** A line of the tree as it is shown. */
export interface TreeRow {
  readonly node: TreeNode;
  /** 1 at the top. */
  readonly level: number;
  readonly open: boolean;
  readonly loading: boolean;
}

/** Entries of a folder that are ordered as a person counts; with more, as the tracker does, which takes no time. */
const MAX_COUNTED = 2000;
const asCounted = new Intl.Collator(undefined, { numeric: true });

/** What is in a folder, put together while its places list it: folders of one name are one, files with one content. */
export class FolderList {
  readonly #parent: string;
  readonly #nodes = new Map<string, TreeNode>();

  /** @param parent id of the folder, '' at the top */
  constructor(parent: string) {
    this.#parent = parent;
  }

  add(peer: PeerId, items: readonly Entry[]): void {
    for (const entry of items) {
      const folder = entry.kind === 'directory' || (entry.kind === 'share' && entry.content === undefined);
      const name = lastName(entry.path);
      const id = `${this.#parent}/${folder ? 'd' : (entry.content ?? entry.kind)}:${name}`;
      const place = { peer, path: entry.path };
      const known = this.#nodes.get(id);
      this.#nodes.set(
        id,
        known === undefined
          ? { id, name, folder, places: [place], entry }
          : { ...known, places: [...known.places, place] },
      );
    }
  }

  /** Folders first, then by name. */
  nodes(): TreeNode[] {
    const compare =
      this.#nodes.size <= MAX_COUNTED ? asCounted.compare : (a: string, b: string) => Number(a > b) - Number(a < b);
    return [...this.#nodes.values()].toSorted((a, b) => Number(b.folder) - Number(a.folder) || compare(a.name, b.name));
  }
}

/** The lines to show: `children` of what was listed so far, below what is open. */
export function rowsOf(
  top: readonly TreeNode[],
  open: ReadonlySet<string>,
  children: ReadonlyMap<string, readonly TreeNode[]>,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const waiting = top.map((node) => ({ node, level: 1 })).toReversed();
  // A stack: a tree may be thousands of folders deep.
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, level } = next;
    const isOpen = node.folder && open.has(node.id);
    const below = children.get(node.id);
    rows.push({ node, level, open: isOpen, loading: isOpen && below === undefined });
    if (!isOpen || below === undefined) continue;
    for (const child of below.toReversed()) waiting.push({ node: child, level: level + 1 });
  }
  return rows;
}

/** What a key does in the tree (WAI-ARIA tree view): a row to go to, or one to open or close. */
export type TreeStep = { readonly go: number } | { readonly toggle: number } | undefined;

export function stepOf(key: string, at: number, rows: readonly TreeRow[]): TreeStep {
  const row = rows[at];
  if (row === undefined) return undefined;
  const last = rows.length - 1;
  if (key === 'ArrowDown') return { go: Math.min(at + 1, last) };
  if (key === 'ArrowUp') return { go: Math.max(at - 1, 0) };
  if (key === 'Home') return { go: 0 };
  if (key === 'End') return { go: last };
  if (key === 'ArrowRight' && row.node.folder) {
    if (!row.open) return { toggle: at };
    return (rows[at + 1]?.level ?? 0) > row.level ? { go: at + 1 } : undefined;
  }
  if (key === 'ArrowLeft') {
    if (row.open) return { toggle: at };
    const parent = rows.slice(0, at).findLastIndex(({ level }) => level < row.level);
    return parent < 0 ? undefined : { go: parent };
  }
  return undefined;
}
