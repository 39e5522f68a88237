import { useCallback, useEffect, useState } from 'react';
import type { Static, TSchema } from 'typebox';

import { AyniError } from '../../../../src/core/errors.ts';
import type { ControlRoute } from '../../../../src/wire/control/routes.ts';
import { call } from './call.ts';

export interface Asked<Value> {
  /** The last answer; it stays while the next one is under way. */
  readonly value: Value | undefined;
  readonly error: AyniError | undefined;
  readonly reload: () => void;
}

/**
 * The answer to a call, asked again when the request changes, on `reload`, and every `every` ms while the page is seen.
 */
export function useAnswer<Request extends TSchema, Answer extends TSchema>(
  route: ControlRoute<Request, Answer>,
  request: Static<Request>,
  { every, wanted = true }: { readonly every?: number; readonly wanted?: boolean } = {},
): Asked<Static<Answer>> {
  const [value, setValue] = useState<Static<Answer>>();
  const [error, setError] = useState<AyniError>();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const text = JSON.stringify(request);
  useEffect(() => {
    if (!wanted) return undefined;
    const left = new AbortController();
    call(route, JSON.parse(text), { signal: left.signal }).then(
      (answer) => {
        setValue(answer);
        setError(undefined);
        return undefined;
      },
      (reason: unknown) => {
        if (!left.signal.aborted) setError(AyniError.from(reason));
      },
    );
    return () => left.abort();
  }, [route, text, round, wanted]);
  useEffect(() => {
    if (every === undefined || !wanted) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, every);
    return () => clearInterval(timer);
  }, [every, wanted, reload]);
  return { value, error, reload };
}
