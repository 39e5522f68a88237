import { useCallback, useEffect, useRef, useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import { call } from '../../daemon/call.ts';
import { useReturns } from '../../daemon/use-returns.ts';
import { queryOf, type Filters } from './filters.ts';
import { addHits, nothingFound, type Found, type FoundList } from './found.ts';

/** ms without a key before the tracker is asked. */
const PAUSE = 180;
/** Hits of the first page, which comes at every key, and of a further one: as many as the tracker gives. */
const FIRST_PAGE = 200;
const PAGE = 500;
/** Results that are kept; with more, another word serves better. */
const MAX_FOUND = 200_000;

export interface Search {
  readonly found: readonly Found[];
  /** Whether the tracker is asked, or is about to be: somebody still types. */
  readonly busy: boolean;
  /** Whether `found` answers to what is asked now, not to what was asked before. */
  readonly fresh: boolean;
  readonly more: boolean;
  readonly error: AyniError | undefined;
  /** Asks for the next page, unless one is under way. */
  readonly next: () => void;
  /** Asks once more for what failed. */
  readonly again: () => void;
}

interface Failed {
  readonly error: AyniError;
  /** How often the way to the network had come back when it was asked. */
  readonly returns: number;
}

interface Answered {
  readonly filters: Filters | undefined;
  readonly found: FoundList;
  readonly cursor: string | undefined;
}

/**
 * Searches while somebody types. What was found stays until the new results are there; what failed is asked for again
 * when the way to the network comes back.
 */
export function useSearch(filters: Filters): Search {
  const [answered, setAnswered] = useState<Answered>(() => ({
    filters: undefined,
    found: nothingFound(),
    cursor: undefined,
  }));
  const [failed, setFailed] = useState<Failed>();
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController>(undefined);
  const returns = useReturns();
  const returned = useRef(returns);
  returned.current = returns;

  const ask = useCallback(async (wanted: Filters, before: Answered | undefined) => {
    const left = new AbortController();
    running.current?.abort();
    running.current = left;
    setBusy(true);
    const asked = returned.current;
    try {
      const cursor = before?.cursor;
      const request = cursor === undefined ? queryOf(wanted, FIRST_PAGE) : { ...queryOf(wanted, PAGE), cursor };
      const answer = await call('search', request, { signal: left.signal });
      const found = addHits(before?.found ?? nothingFound(), answer.items);
      setAnswered({ filters: wanted, found, cursor: found.items.length < MAX_FOUND ? answer.cursor : undefined });
      setFailed(undefined);
    } catch (reason) {
      if (!left.signal.aborted) setFailed({ error: AyniError.from(reason), returns: asked });
    } finally {
      // One that was given up has made way for another.
      if (!left.signal.aborted) setBusy(false);
    }
  }, []);

  useEffect(() => {
    setBusy(true);
    const timer = setTimeout(() => void ask(filters, undefined), PAUSE);
    return () => {
      clearTimeout(timer);
      running.current?.abort();
    };
  }, [filters, ask]);

  const fresh = answered.filters === filters;
  const more = fresh && answered.cursor !== undefined;
  const next = useCallback(() => {
    if (more && !busy && failed === undefined) void ask(filters, answered);
  }, [more, busy, failed, ask, filters, answered]);
  const again = useCallback(() => {
    if (!busy) void ask(filters, more ? answered : undefined);
  }, [busy, more, ask, filters, answered]);
  useEffect(() => {
    if (failed !== undefined && failed.returns < returns) again();
  }, [failed, returns, again]);
  return { found: answered.found.items, busy, fresh, more, error: failed?.error, next, again };
}
