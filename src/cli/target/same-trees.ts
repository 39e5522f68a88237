import { AyniError } from '../../core/errors.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Session } from '../daemon/session.ts';
import type { Candidate, TreeCandidate } from './candidates.ts';

/** Entries that are looked at in all; folders that are larger together count as different. */
const MAX_ENTRIES = 200_000;
const PAGE = 5000;

/** A folder, as far as it was read. */
interface Reading {
  readonly tree: TreeCandidate;
  readonly cursor?: string | undefined;
}

/** What was read of one: equal where names and contents are. */
interface ReadPage extends Reading {
  readonly text: string;
  readonly entries: number;
}

/**
 * Folders of several members that hold the same (names, contents, links, empty folders; not times) become one candidate,
 * in the place of the first: every content comes from all who have it, whoever's folder was listed.
 */
export async function mergeSameTrees(
  session: Session,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const trees = candidates.filter((candidate) => candidate.kind === 'tree');
  if (trees.length < 2) return candidates;
  const alsoOf = new Map((await groupsOf(session, trees)).map(([first, ...also]) => [first, also]));
  return candidates.flatMap((candidate): readonly Candidate[] => {
    if (candidate.kind !== 'tree') return [candidate];
    const also = alsoOf.get(candidate);
    return also === undefined ? [] : [{ ...candidate, also }];
  });
}

/** Reads all of them side by side, and parts those that differ as soon as they do. */
async function groupsOf(session: Session, trees: readonly TreeCandidate[]): Promise<TreeCandidate[][]> {
  const groups: TreeCandidate[][] = [];
  let left = MAX_ENTRIES;
  for (let open: Reading[][] = [trees.map((tree) => ({ tree }))]; open.length > 0;) {
    const alike: ReadPage[][] = [];
    for (const group of open) {
      if (group.length === 1 || left <= 0) {
        groups.push(...group.map(({ tree }) => [tree]));
        continue;
      }
      const pages = await Promise.all(group.map((reading) => readOn(session, reading)));
      for (const { entries } of pages) left -= entries;
      alike.push(...Map.groupBy(pages, ({ text }) => text).values());
    }
    const isEnd = (group: readonly Reading[]): boolean => group.every(({ cursor }) => cursor === undefined);
    groups.push(...alike.filter(isEnd).map((group) => group.map(({ tree }) => tree)));
    open = alike.filter((group) => !isEnd(group));
  }
  return groups;
}

async function readOn({ client, signal }: Session, { tree, cursor }: Reading): Promise<ReadPage> {
  const { peer, path } = tree;
  const from = cursor === undefined ? {} : { cursor };
  try {
    const page = await client.call(
      NETWORK_ROUTES.browse,
      { peer, path, recursive: true, limit: PAGE, ...from },
      { signal },
    );
    const lines = page.items.map(({ kind, path: full, content, target, foreign }) => [
      kind,
      full.slice(path.length),
      content,
      target,
      foreign,
    ]);
    const text = JSON.stringify([page.cursor !== undefined, lines]);
    return { tree, cursor: page.cursor, text, entries: page.items.length };
  } catch (error) {
    // Gone meanwhile: it is like no other.
    if (AyniError.is(error, 'not-found')) return { tree, text: `${peer}/${path}`, entries: 0 };
    throw error;
  }
}
