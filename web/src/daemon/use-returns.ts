import { useEffect, useRef, useState } from 'react';

import { useConnection, useProgress } from './connection.ts';

/**
 * How often the way to the network came back since this was drawn first: the daemon to the page, or the tracker to the
 * daemon. What failed when there were fewer returns may be asked for again.
 */
export function useReturns(): number {
  const isDaemonThere = !['away', 'locked'].includes(useConnection());
  const isTrackerThere = useProgress(({ connected }) => connected) !== false;
  const isThere = isDaemonThere && isTrackerThere;
  const [returns, setReturns] = useState(0);
  const was = useRef(isThere);
  useEffect(() => {
    if (isThere && !was.current) setReturns((before) => before + 1);
    was.current = isThere;
  }, [isThere]);
  return returns;
}
