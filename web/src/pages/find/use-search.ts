import { useCallback, useEffect, useRef, useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import { call } from '../../daemon/call.ts';
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
  readonly busy: boolean;
  /** Whether `found` answers to what is asked now, not to what was asked before. */
  readonly fresh: boolean;
  readonly more: boolean;
  readonly error: AyniError | undefined;
  /** Asks for the next page, unless one is under way. */
  readonly next: () => void;
}

interface Answered {
  readonly filters: Filters | undefined;
  readonly found: FoundList;
  readonly cursor: string | undefined;
}

/** Searches while somebody types. What was found stays until the new results are there. */
export function useSearch(filters: Filters): Search {
  const [answered, setAnswered] = useState<Answered>(() => ({
    filters: undefined,
    found: nothingFound(),
    cursor: undefined,
  }));
  const [error, setError] = useState<AyniError>();
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController>(undefined);

  const ask = useCallback(async (wanted: Filters, before: Answered | undefined) => {
    const left = new AbortController();
    running.current?.abort();
    running.current = left;
    setBusy(true);
    try {
      const cursor = before?.cursor;
      const request = cursor === undefined ? queryOf(wanted, FIRST_PAGE) : { ...queryOf(wanted, PAGE), cursor };
      const answer = await call('search', request, { signal: left.signal });
      const found = addHits(before?.found ?? nothingFound(), answer.items);
      setAnswered({ filters: wanted, found, cursor: found.items.length < MAX_FOUND ? answer.cursor : undefined });
      setError(undefined);
    } catch (reason) {
      if (!left.signal.aborted) setError(AyniError.from(reason));
    } finally {
      if (running.current === left) setBusy(false);
    }
  }, []);

  useEffect(() => {
    const timer = setTimeout(() => void ask(filters, undefined), PAUSE);
    return () => {
      clearTimeout(timer);
      running.current?.abort();
    };
  }, [filters, ask]);

  const fresh = answered.filters === filters;
  const more = fresh && answered.cursor !== undefined;
  const next = useCallback(() => {
    if (more && !busy && error === undefined) void ask(filters, answered);
  }, [more, busy, error, ask, filters, answered]);
  return { found: answered.found.items, busy, fresh, more, error, next };
}
