import { useCallback, useEffect, useRef, useState } from 'react';

import { AyniError } from '../../../src/core/errors.ts';
import { call } from './call.ts';
import { useConnection } from './connection.ts';
import { keepSame } from './keep-same.ts';
import type { Answer, Operation, Request } from './routes.ts';

export interface CallState<T> {
  /** The newest answer; it stays while a later call fails. */
  readonly answer: T | undefined;
  readonly error: AyniError | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * Calls when it is drawn first, when the request changes, every so often where asked to, and when the daemon is back.
 * @param every ms; never while the page is hidden
 * @param again it is asked anew when this changes
 */
export function useCall<Name extends Operation>(
  name: Name,
  request: Request<Name>,
  { every, when = true, again }: { readonly every?: number; readonly when?: boolean; readonly again?: string } = {},
): CallState<Answer<Name>> {
  const [state, setState] = useState<{ answer?: Answer<Name>; error?: AyniError; loading: boolean; of?: string }>({
    loading: true,
  });
  const [round, setRound] = useState(0);
  // Before the first news it is asked as well: news that come are no reason to ask again, news that come back are.
  const reachable = !['away', 'locked'].includes(useConnection());
  const asked = JSON.stringify(request);
  const latest = useRef(request);
  latest.current = request;

  useEffect(() => {
    if (!when) return undefined;
    const gone = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    call(name, latest.current, { signal: gone.signal }).then(
      (answer) =>
        setState((before) => ({
          answer: keepSame(before.of === asked ? before.answer : undefined, answer),
          loading: false,
          of: asked,
        })),
      (error: unknown) => {
        if (gone.signal.aborted) return;
        setState((before) => ({
          ...(before.of === asked && before.answer !== undefined ? { answer: before.answer, of: asked } : {}),
          error: AyniError.from(error),
          loading: false,
        }));
      },
    );
    return () => gone.abort();
  }, [name, asked, round, reachable, when, again]);

  useEffect(() => {
    if (every === undefined || !when) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setRound((before) => before + 1);
    }, every);
    return () => clearInterval(timer);
  }, [every, when]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { answer: state.answer, error: state.error, loading: state.loading, reload };
}
