import { useCallback, useEffect, useRef, useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import { call } from '../../daemon/call.ts';
import { useReturns } from '../../daemon/use-returns.ts';
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
  /** Whether the tree itself is asked for, or once more for the folder that could not be listed. */
  readonly busy: boolean;
  readonly toggle: (node: TreeNode) => void;
  /** Asks once more for what failed. */
  readonly again: () => void;
}

interface Failed {
  readonly error: AyniError;
  /** The folder that could not be listed; undefined for the tree itself. */
  readonly node: TreeNode | undefined;
  /** How often the way to the network had come back when it was asked. */
  readonly returns: number;
}

/** Stands for the tree itself among the ids of what is asked for. */
const TREE = '';

/**
 * The tree of what all share, each folder listed when it is opened. What failed is asked for again when the way to the
 * network comes back.
 */
export function useBrowse(merged: boolean): Browsing {
  const [top, setTop] = useState<readonly TreeNode[]>();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [children, setChildren] = useState<ReadonlyMap<string, readonly TreeNode[]>>(new Map());
  const [asking, setAsking] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<Failed>();
  const left = useRef(new AbortController());
  const returns = useReturns();
  const returned = useRef(returns);
  returned.current = returns;

  const ask = useCallback(
    async (node: TreeNode | undefined) => {
      const { signal } = left.current;
      const id = node?.id ?? TREE;
      const before = returned.current;
      setAsking((ids) => new Set(ids).add(id));
      try {
        const listed = await (node === undefined ? firstLevel(merged, signal) : listPlaces(id, node.places, signal));
        if (signal.aborted) return;
        if (node === undefined) setTop(listed);
        else setChildren((all) => new Map(all).set(id, listed));
        setFailed((old) => (old?.node?.id === node?.id ? undefined : old));
      } catch (reason) {
        if (signal.aborted) return;
        setFailed({ error: AyniError.from(reason), node, returns: before });
        // Closed again, so that opening it asks once more.
        setOpen((ids) => without(ids, id));
      } finally {
        if (!signal.aborted) setAsking((ids) => without(ids, id));
      }
    },
    [merged],
  );

  useEffect(() => {
    const here = new AbortController();
    left.current = here;
    setTop(undefined);
    setOpen(new Set());
    setChildren(new Map());
    setAsking(new Set());
    setFailed(undefined);
    void ask(undefined);
    return () => here.abort();
  }, [ask]);

  const toggle = useCallback(
    (node: TreeNode) => {
      setOpen((ids) => (ids.has(node.id) ? without(ids, node.id) : new Set(ids).add(node.id)));
      if (!open.has(node.id) && !children.has(node.id) && !asking.has(node.id)) void ask(node);
    },
    [open, children, asking, ask],
  );

  const busy = asking.has(failed?.node?.id ?? TREE);
  const again = useCallback(() => {
    if (failed === undefined || busy) return;
    const { node } = failed;
    if (node !== undefined) setOpen((ids) => new Set(ids).add(node.id));
    void ask(node);
  }, [failed, busy, ask]);
  useEffect(() => {
    if (failed !== undefined && failed.returns < returns) again();
  }, [failed, returns, again]);
  return { top, open, children, error: failed?.error, busy, toggle, again };
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((other) => other !== id));
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
