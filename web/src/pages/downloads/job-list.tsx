import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState } from 'react';

import type { DownloadStatus } from '../../../../src/wire/control/messages.ts';
import { DownloadRow } from './download-row.tsx';

/** px; each row is measured when it is drawn. */
const ROW = 130;

interface Listed {
  readonly jobs: readonly DownloadStatus[];
  /** Whether they can still be moved: those that have not ended. */
  readonly inOrder: boolean;
  /** Ids of those whose details are shown. */
  readonly open: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

/** Downloads that scroll with the page: only those in sight are in it. */
export function JobList({ jobs, inOrder, open, toggle }: Listed) {
  const frame = useRef<HTMLUListElement>(null);
  const [above, setAbove] = useState(0);
  // What is above grows and shrinks, so it is looked at each time.
  useLayoutEffect(() => setAbove(Math.round((frame.current?.getBoundingClientRect().top ?? 0) + window.scrollY)));
  // The same as long as the jobs are: with another one all rows are counted anew.
  const keyOf = useCallback((index: number) => jobs[index]?.id ?? index, [jobs]);
  const list = useWindowVirtualizer({
    count: jobs.length,
    estimateSize: () => ROW,
    getItemKey: keyOf,
    scrollMargin: above,
    overscan: 2,
    useFlushSync: false,
  });
  return (
    <ul ref={frame} className="job-list" style={{ height: list.getTotalSize() }}>
      {list.getVirtualItems().map(({ index, start }) => {
        const job = jobs[index];
        return (
          job !== undefined && (
            <li
              key={job.id}
              ref={list.measureElement}
              data-index={index}
              aria-setsize={jobs.length}
              aria-posinset={index + 1}
              style={{ top: start - above }}
            >
              <DownloadRow
                job={job}
                first={!inOrder || index === 0}
                last={!inOrder || index === jobs.length - 1}
                open={open.has(job.id)}
                toggle={toggle}
              />
            </li>
          )
        );
      })}
    </ul>
  );
}
