import { useCallback, useState } from 'react';

import { AyniError } from '../../../src/core/errors.ts';
import { showError } from '../ui/toast-store.ts';
import { call } from './call.ts';
import type { Answer, Operation, Request } from './routes.ts';

/** A call that somebody starts by a button. A failure is shown as a toast; the answer is then undefined. */
export function useAction<Name extends Operation>(
  name: Name,
): { readonly busy: boolean; readonly run: (request: Request<Name>) => Promise<Answer<Name> | undefined> } {
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (request: Request<Name>) => {
      setBusy(true);
      try {
        return await call(name, request);
      } catch (error) {
        showError(AyniError.from(error));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [name],
  );
  return { busy, run };
}
