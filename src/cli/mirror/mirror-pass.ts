import type { ContentId } from '../../core/ids.ts';
import { baseName } from '../../core/names/share-path.ts';
import type { LocalTree } from './local-tree.ts';
import type { MirrorState } from './mirror-state.ts';
import type { PeerTree, Wanted } from './peer-tree.ts';

/** What one pass did; paths relative to the folder. */
export interface Done {
  readonly fetched: string[];
  readonly replaced: string[];
  readonly deleted: string[];
  /** What somebody changed here, and where it is now. */
  readonly conflicts: { readonly path: string; readonly now: string }[];
}

/** What is to come, and by which name it is shown meanwhile. */
interface Lacking {
  readonly size: number;
  readonly name: string;
}

/** Brings contents into their folders of parts; resolves to the files of those that are there whole. */
export type Fetch = (contents: ReadonlyMap<ContentId, Lacking>) => Promise<ReadonlyMap<ContentId, string>>;

interface Pass {
  readonly local: LocalTree;
  readonly state: MirrorState;
  readonly tree: PeerTree;
  readonly done: Done;
}

/**
 * Makes the folder what the peer's is, as far as it may: only what the mirror wrote and nobody changed since is replaced
 * or deleted. A file that was changed here stays until the peer's changes too; then it gets a conflict name.
 * What is done is remembered also where a later step fails.
 */
export async function mirrorPass(local: LocalTree, state: MirrorState, tree: PeerTree, fetch: Fetch): Promise<Done> {
  const done: Done = { fetched: [], replaced: [], deleted: [], conflicts: [] };
  const pass = { local, state, tree, done };
  try {
    await removeGone(pass);
    await makeFolders(pass);
    await fetchFiles(pass, fetch);
    await makeLinks(pass);
  } finally {
    await state.save();
  }
  return done;
}

/** Children before parents. */
async function removeGone({ local, state, tree, done }: Pass): Promise<void> {
  const gone = [...state.written].filter(([path, { kind }]) => tree.wanted.get(path)?.kind !== kind);
  for (const [path, written] of gone.toSorted(([a], [b]) => (a < b ? 1 : -1))) {
    const standing = await local.standing(path, written);
    if (standing === 'ours') {
      if ((await local.remove(path, written)) && written.kind !== 'directory') done.deleted.push(path);
    } else if (standing === 'foreign' && !tree.wanted.has(path)) {
      done.conflicts.push({ path, now: await local.setAside(path) });
    }
    state.written.delete(path);
  }
}

async function makeFolders({ local, state, tree, done }: Pass): Promise<void> {
  for (const [path, { kind }] of tree.wanted) {
    if (kind !== 'directory' || (await local.isFolder(path))) continue;
    // A link to a folder is somebody's own, too: what is below must not go through it.
    if ((await local.standing(path, undefined)) === 'foreign')
      done.conflicts.push({ path, now: await local.setAside(path) });
    state.written.set(path, await local.makeFolder(path));
  }
}

async function fetchFiles(pass: Pass, fetch: Fetch): Promise<void> {
  const { local, state, tree } = pass;
  const lacking = new Map<ContentId, Lacking>();
  const places: { readonly path: string; readonly wanted: Extract<Wanted, { kind: 'file' }> }[] = [];
  for (const [path, wanted] of tree.wanted) {
    if (wanted.kind !== 'file') continue;
    const written = state.written.get(path);
    const known = written?.kind === 'file' && written.content === wanted.content;
    if (known && (await local.standing(path, written)) !== 'absent') continue;
    lacking.set(wanted.content, { size: wanted.size, name: baseName(path) });
    places.push({ path, wanted });
  }
  if (places.length === 0) return;
  const here = await fetch(lacking);
  const uses = Map.groupBy(places, ({ wanted }) => wanted.content);
  for (const [content, alike] of uses) {
    const part = here.get(content);
    if (part === undefined) continue;
    // Equal files share one part: all but the last get a copy.
    for (const [at, { path, wanted }] of alike.entries()) {
      const isLast = at === alike.length - 1;
      await placeFile(pass, { path, wanted, part, isLast });
    }
  }
  // Parts that an earlier run left, and nobody wants any more.
  if (here.size === lacking.size) await state.clearParts();
}

interface Placing {
  readonly path: string;
  readonly wanted: Extract<Wanted, { kind: 'file' }>;
  /** Where its bytes are. */
  readonly part: string;
  /** Whether nobody needs the part afterwards. */
  readonly isLast: boolean;
}

async function placeFile({ local, state, done }: Pass, { path, wanted, part, isLast }: Placing): Promise<void> {
  const standing = await local.standing(path, state.written.get(path));
  if (standing === 'foreign' && (await local.holds(path, part))) {
    state.written.set(path, await local.remember(path, wanted));
    return;
  }
  if (standing === 'foreign') done.conflicts.push({ path, now: await local.setAside(path) });
  const from = isLast ? part : await local.copyOf(part);
  state.written.set(path, await local.place(from, path, wanted, standing === 'ours'));
  (standing === 'ours' ? done.replaced : done.fetched).push(path);
}

async function makeLinks({ local, state, tree, done }: Pass): Promise<void> {
  for (const [path, wanted] of tree.wanted) {
    if (wanted.kind !== 'symlink') continue;
    const written = state.written.get(path);
    const standing = await local.standing(path, written);
    if (written?.kind === 'symlink' && written.target === wanted.target && standing !== 'absent') continue;
    if (standing === 'foreign' && (await local.standing(path, wanted)) === 'foreign')
      done.conflicts.push({ path, now: await local.setAside(path) });
    else if (standing !== 'absent') await local.remove(path, wanted);
    state.written.set(path, await local.makeLink(path, wanted.target));
    (standing === 'ours' ? done.replaced : done.fetched).push(path);
  }
}
