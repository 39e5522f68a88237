import '../pages.css';
import './downloads.css';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'wouter';

import type { DownloadStatus } from '../../../../src/wire/control/messages.ts';
import { useProgress } from '../../daemon/connection.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Problem } from '../../ui/problem.tsx';
import { JobList } from './job-list.tsx';
import { useCalm } from './use-calm.ts';
import { downloadWords } from './words.ts';

const ENDED: readonly DownloadStatus['state'][] = ['done', 'failed', 'cancelled'];

/** Of many small downloads several end in a second: those that ended are not asked for more often than this. */
const CALM_MS = 2000;

/** What comes, what waits, and what has come. */
export function DownloadsPage() {
  const words = useWords(downloadWords);
  const running = useProgress(({ downloads }) => downloads);
  const endings = useProgress((progress) => progress.endings);
  // The stream tells only of what runs. The first news, too, are a reason to ask: a download may have ended between
  // the list and them.
  const key = useCalm([endings, ...(running ?? []).map(({ id }) => id)].join(' '), CALM_MS);
  const { answer, error } = useCall('downloads', {}, { every: 30_000, again: key });
  const ended = useMemo(() => (answer ?? []).filter(({ state }) => ENDED.includes(state)).toReversed(), [answer]);
  const active = running ?? (answer ?? []).filter(({ state }) => !ENDED.includes(state));
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const isEmpty = answer !== undefined && active.length === 0 && ended.length === 0;
  return (
    <section className="page downloads">
      <h1>{words.title}</h1>
      <Problem error={error} />
      {isEmpty && (
        <EmptyState icon="downloads" title={words.none} action={<Link href="/">{words.find}</Link>}>
          {words.noneHow}
        </EmptyState>
      )}
      {active.length > 0 && (
        <>
          <h2>{words.running}</h2>
          <JobList jobs={active} inOrder open={open} toggle={toggle} />
        </>
      )}
      {ended.length > 0 && (
        <>
          <h2>{words.ended}</h2>
          <JobList jobs={ended} inOrder={false} open={open} toggle={toggle} />
        </>
      )}
    </section>
  );
}
