import type { DatabaseSync } from 'node:sqlite';
import type { Audience } from '../../core/access/audience.ts';
import { contentIdOfHash, type ContentId } from '../../core/ids.ts';
import { baseName } from '../../core/names/share-path.ts';
import type { BrowsedEntry } from '../../core/swarm/catalog.ts';
import { Breath } from './breath.ts';
import { DIRECTORY, FILE } from './entries.ts';
import { ForeignMarks, type Marked } from './foreign-marks.ts';
import { bytes, integer, isNull, Statement, text, type Row } from './statement.ts';

/** A node on the way: whose children come next. `share` 0 is the list of a peer's shares. */
export interface Node {
  readonly share: number;
  readonly path: number;
  /** `share/…`; '' for the list of shares. */
  readonly full: string;
}

interface Child {
  readonly entry: Marked<BrowsedEntry>;
  /** Present where something may be below. */
  readonly node?: Node;
}

export interface VisibleShare {
  readonly id: number;
  readonly name: string;
  readonly root: number;
  readonly audience: Audience;
}

/** A directory whose children are being listed. */
interface OpenFolder {
  readonly node: Node;
  /** The name that was read last. */
  after: string;
  /** Children that were read, the next one last. */
  left: Child[];
  /** How many were asked for the last time. */
  asked: number;
  more: boolean;
}

/** Children of a directory that are read at first, and by how much more each time after. */
const FIRST_CHILDREN = 128;
const MORE_CHILDREN = 4;
/** Entries after which it is looked whether others wait. */
const LOOK_UP_EVERY = 32;

/** Hashes as text: memory of their own for each costs more than reading the row. */
const COLUMNS = 'e.path, e.kind, hex(c.hash), c.size, e.mtime, e.executable, e.target, e.flat_name, c.md5, e.content';

/** The column after those. */
const NAME = 10;

/** Used again for each. */
const HASH = Buffer.alloc(32);

function contentOf(hex: string): ContentId {
  HASH.write(hex, 'hex');
  return contentIdOfHash(HASH);
}

/** What all walks read with. */
export class TreeReads {
  readonly children: Statement;
  readonly one: Statement;
  readonly find: Statement;
  readonly foreign: ForeignMarks;

  constructor(database: DatabaseSync) {
    this.children = new Statement(
      database,
      // A limit that is a bare parameter makes SQLite prepare the statement again for each value.
      `SELECT ${COLUMNS}, p.name FROM entries e JOIN paths p ON p.id = e.path LEFT JOIN contents c ON c.id = e.content
       WHERE e.share = ? AND e.parent = ? AND p.name > ? ORDER BY p.name LIMIT (? | 0)`,
    );
    this.one = new Statement(
      database,
      `SELECT ${COLUMNS} FROM entries e LEFT JOIN contents c ON c.id = e.content WHERE e.path = ? AND e.share = ?`,
    );
    this.foreign = new ForeignMarks(database);
    this.find = new Statement(database, 'SELECT id FROM paths WHERE parent = ? AND name = ?');
  }
}

/** Walks the tree of one peer as one viewer sees it, in the order of names. */
export class TreeWalk {
  readonly #reads: TreeReads;
  readonly #shares: readonly VisibleShare[];

  /** @param shares those the viewer sees, in the order of names */
  constructor(reads: TreeReads, shares: readonly VisibleShare[]) {
    this.#reads = reads;
    this.#shares = shares;
  }

  /** The entry at a path, the list of shares for ''; undefined where the viewer sees none. */
  at(path: string): Child | undefined {
    let child: Child | undefined = {
      entry: { kind: 'directory', path: '' },
      node: { share: 0, path: 0, full: '' },
    };
    for (const name of path === '' ? [] : path.split('/')) {
      child = child?.node && this.#child(child.node, name);
      if (!child) return undefined;
    }
    return child;
  }

  /** Children of a directory after the name `after`. */
  children(node: Node, after: string, limit: number): readonly Child[] {
    if (node.share !== 0) {
      const rows = this.#reads.children.all(node.share, node.path, after, limit);
      return rows.map((row) => {
        const name = text(row, NAME);
        return this.#childOf(node.share, { full: `${node.full}/${name}`, name }, row);
      });
    }
    const later = this.#shares.filter((share) => after === '' || comesBefore(after, share.name));
    return later.slice(0, limit).flatMap((share) => this.#shareChild(share) ?? []);
  }

  /**
   * Everything below `base`, parents before children, `limit` at most.
   * @param after where the last page ended, as names below `base`; empty to begin
   */
  async below(base: Node, after: readonly string[], limit: number): Promise<readonly Marked<BrowsedEntry>[]> {
    const breath = new Breath();
    const entries: Marked<BrowsedEntry>[] = [];
    const open: OpenFolder[] = [];
    const enter = (node: Node, from: string) => void open.push({ node, after: from, left: [], asked: 0, more: true });
    let node: Node | undefined = base;
    for (const name of after) {
      if (!node) break;
      enter(node, name);
      node = this.#child(node, name)?.node;
    }
    if (node) enter(node, '');
    while (entries.length < limit) {
      const top = open.at(-1);
      if (!top) break;
      if (top.left.length === 0 && top.more) this.#readOn(top, limit - entries.length);
      const child = top.left.pop();
      if (!child) {
        open.pop();
        continue;
      }
      entries.push(child.entry);
      if (child.node && entries.length < limit) enter(child.node, '');
      if (entries.length % LOOK_UP_EVERY === 0 && breath.isDue) await breath.taken();
    }
    return entries;
  }

  /** Next children of an open folder: a few first, since what is in them may fill the page. */
  #readOn(folder: OpenFolder, most: number): void {
    folder.asked = Math.min(most, Math.max(FIRST_CHILDREN, folder.asked * MORE_CHILDREN));
    const children = this.children(folder.node, folder.after, folder.asked);
    folder.more = children.length === folder.asked;
    folder.after = baseName(children.at(-1)?.entry.path ?? '');
    folder.left = children.toReversed();
  }

  #child(node: Node, name: string): Child | undefined {
    if (node.share === 0) {
      const share = this.#shares.find((each) => each.name === name);
      return share && this.#shareChild(share);
    }
    const path = this.#reads.find.get(node.path, name);
    const row = path && this.#reads.one.get(integer(path, 0), node.share);
    return row && this.#childOf(node.share, { full: `${node.full}/${name}`, name }, row);
  }

  #shareChild(share: VisibleShare): Child | undefined {
    const row = this.#reads.one.get(share.root, share.id);
    if (!row) return undefined;
    const root = this.#childOf(share.id, { full: share.name, name: undefined }, row);
    return { ...root, entry: { ...root.entry, kind: 'share', audience: share.audience } };
  }

  /** @param at its path, and its name where it lies in a share */
  #childOf(
    share: number,
    { full, name }: { readonly full: string; readonly name: string | undefined },
    row: Row,
  ): Child {
    const kind = integer(row, 1);
    if (kind === DIRECTORY) {
      return { entry: { kind: 'directory', path: full }, node: { share, path: integer(row, 0), full } };
    }
    if (kind !== FILE) return { entry: { kind: 'symlink', path: full, target: text(row, 6) } };
    const hash = text(row, 2);
    const mtime = integer(row, 4);
    const executable = integer(row, 5) === 1;
    // Mostly it is the name that the path ends with.
    const flatName = isNull(row, 7) || text(row, 7) === name ? undefined : text(row, 7);
    if (hash !== '' && flatName === undefined && isNull(row, 8)) {
      const content = contentOf(hash);
      return { entry: { kind: 'file', path: full, content, size: integer(row, 3), mtime, executable } };
    }
    const foreign = hash === '' ? this.#reads.foreign.of(integer(row, 9)) : undefined;
    return {
      entry: {
        kind: 'file',
        path: full,
        ...(hash === '' ? {} : { content: contentOf(hash) }),
        ...(isNull(row, 3) ? {} : { size: integer(row, 3) }),
        mtime,
        executable,
        ...(flatName === undefined ? {} : { flatName }),
        ...(isNull(row, 8) ? {} : { digests: { md5: Buffer.from(bytes(row, 8)).toString('hex') } }),
        ...(foreign === undefined ? {} : { foreign }),
      },
    };
  }
}

/** The order of names: that of their UTF-8 bytes. */
function comesBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}
