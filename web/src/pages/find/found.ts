import type { Static } from 'typebox';

import type { NETWORK_ROUTES } from '../../../../src/wire/control/routes.ts';

export type Hit = Static<typeof NETWORK_ROUTES.search.answer>['items'][number];
type Foreign = NonNullable<Hit['foreign']>;

/** One content, folder or foreign file, with all that is known to offer it. */
export interface Found {
  readonly key: string;
  readonly hit: Hit;
  /** All names of it, each once. */
  readonly names: readonly string[];
  readonly sources: number;
  /** Foreign peers that have the same file. */
  readonly foreign: readonly Foreign[];
}

/** What was found so far. Only the newest list may be added to: they share their items, which may be many thousands. */
export interface FoundList {
  readonly items: Found[];
  readonly places: Map<string, number>;
}

export function nothingFound(): FoundList {
  return { items: [], places: new Map() };
}

/** Adds a page of hits to what was found before: the same content comes once, with the names of all its hits. */
export function addHits({ items, places }: FoundList, hits: readonly Hit[]): FoundList {
  for (const hit of hits) {
    const key = keyOf(hit);
    const place = places.get(key);
    const known = place === undefined ? undefined : items[place];
    const foreign = hit.foreign === undefined ? [] : [hit.foreign];
    if (place === undefined || known === undefined) {
      places.set(key, items.push({ key, hit, names: hit.names, sources: hit.sources, foreign }) - 1);
      continue;
    }
    items[place] = {
      ...known,
      names: [...new Set([...known.names, ...hit.names])],
      // A content that comes twice was counted whole each time; foreign peers are one each.
      sources: hit.foreign === undefined ? Math.max(known.sources, hit.sources) : known.sources + hit.sources,
      foreign: [...known.foreign, ...foreign],
    };
  }
  return { items, places };
}

/** A digest tells foreign files apart; without one only the same name and size in the same dialect. */
function keyOf({ content, foreign, kind, names: [name = ''] }: Hit): string {
  if (content !== undefined) return content;
  if (foreign === undefined) return `${kind}:${name}`;
  if (foreign.md5 !== undefined) return `md5:${foreign.md5}`;
  if (foreign.size === undefined) return `at:${foreign.dialect}:${foreign.host}:${foreign.port}:${foreign.name}`;
  return `named:${foreign.dialect}:${foreign.size}:${foreign.name}`;
}

/** Name without its folders. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
