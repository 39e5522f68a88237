import { useEffect, useState } from 'react';
import { Check } from 'typebox/value';
import type { Static } from 'typebox';

import { Progress } from '../../../../src/wire/control/messages.ts';
import { PROGRESS_PATH } from '../../../../src/wire/control/routes.ts';

/** What goes on now; the browser connects again by itself when the daemon comes back. */
export function useProgress(): Static<typeof Progress> | undefined {
  const [progress, setProgress] = useState<Static<typeof Progress>>();
  useEffect(() => {
    const stream = new EventSource(PROGRESS_PATH);
    stream.addEventListener('progress', ({ data }: MessageEvent<unknown>) => {
      const said: unknown = typeof data === 'string' ? JSON.parse(data) : undefined;
      if (Check(Progress, said)) setProgress(said);
    });
    return () => stream.close();
  }, []);
  return progress;
}
