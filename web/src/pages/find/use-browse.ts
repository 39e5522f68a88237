import { useCallback, useEffect, useRef, useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import { call } from '../../daemon/call.ts';
import { FolderList, type Place, type TreeNode } from './browse-tree.ts';

const PAGE = 1000;
/** Entries of one folder at one peer that are shown; with more, a search serves better. */
const MAX_ENTRIES = 100_000;
/** Peers that are asked at once when a folder is at many. */
const WIDTH = 4;

export interface Browsing {
  readonly top: readonly TreeNode[] | undefined;
  readonly open: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, readonly TreeNode[]>;
  readonly error: AyniError | undefined;
  readonly toggle: (node: TreeNode) => void;
}

/** The tree of what all share, each folder listed when it is opened. */
export function useBrowse(merged: boolean): Browsing {
  const [top, setTop] = useState<readonly TreeNode[]>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [children, setChildren] = useState<ReadonlyMap<string, readonly TreeNode[]>>(new Map());
  const [error, setError] = useState<AyniError>();
  const left = useRef(new AbortController());

  useEffect(() => {
    const here = new AbortController();
    left.current = here;
    setTop(undefined);
    setOpen(new Set());
    setChildren(new Map());
    setError(undefined);
    firstLevel(merged, here.signal).then(setTop, (reason: unknown) => {
      if (!here.signal.aborted) setError(AyniError.from(reason));
    });
    return () => here.abort();
  }, [merged]);

  const toggle = useCallback(
    (node: TreeNode) => {
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(node.id)) after.add(node.id);
        return after;
      });
      if (open.has(node.id) || children.has(node.id)) return;
      const { signal } = left.current;
      listPlaces(node.id, node.places, signal).then(
        (listed) => {
          if (!signal.aborted) setChildren((before) => new Map(before).set(node.id, listed));
          return undefined;
        },
        (reason: unknown) => {
          if (signal.aborted) return;
          setError(AyniError.from(reason));
          // Closed again, so that opening it asks once more.
          setOpen((before) => new Set([...before].filter((id) => id !== node.id)));
        },
      );
    },
    [open, children],
  );
  return { top, open, children, error, toggle };
}

async function firstLevel(merged: boolean, signal: AbortSignal): Promise<readonly TreeNode[]> {
  const peers = (await call('peers', {}, { signal })).filter(({ files }) => files > 0);
  const tops = peers.map(({ peer }) => ({ peer, path: '' }));
  if (merged) return listPlaces('', tops, signal);
  return peers.map(({ peer, name }) => ({ id: peer, name, folder: true, places: [{ peer, path: '' }] }));
}

/** @param parent id of the folder that lies there */
async function listPlaces(parent: string, places: readonly Place[], signal: AbortSignal): Promise<readonly TreeNode[]> {
  const list = new FolderList(parent);
  for (let at = 0; at < places.length; at += WIDTH) {
    await Promise.all(places.slice(at, at + WIDTH).map((place) => addPlace(list, place, signal)));
  }
  return list.nodes();
}

/** Page by page, so that the page is never held up for long. */
async function addPlace(list: FolderList, { peer, path }: Place, signal: AbortSignal): Promise<void> {
  let cursor: string | undefined;
  let entries = 0;
  do {
    const request = { peer, path, recursive: false, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await call('browse', request, { signal });
    list.add(peer, page.items);
    entries += page.items.length;
    ({ cursor } = page);
  } while (cursor !== undefined && entries < MAX_ENTRIES);
}
