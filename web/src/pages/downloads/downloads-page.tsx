import '../pages.css';
import './downloads.css';
import { Link } from 'wouter';

import type { DownloadStatus } from '../../../../src/wire/control/messages.ts';
import { useProgress } from '../../daemon/connection.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Problem } from '../../ui/problem.tsx';
import { DownloadRow } from './download-row.tsx';
import { downloadWords } from './words.ts';

const ENDED: readonly DownloadStatus['state'][] = ['done', 'failed', 'cancelled'];
/** Ended ones that are shown, the newest first. */
const MAX_ENDED = 100;

/** What comes, what waits, and what has come. */
export function DownloadsPage() {
  const words = useWords(downloadWords);
  const running = useProgress(({ downloads }) => downloads);
  // Whatever ends is no longer told by the stream, so that the list is asked for then.
  const key = running?.map(({ id }) => id).join(' ') ?? '';
  const { answer, error } = useCall('downloads', {}, { every: 30_000, again: key });
  const ended = (answer ?? []).filter(({ state }) => ENDED.includes(state)).toReversed();
  const active = running ?? (answer ?? []).filter(({ state }) => !ENDED.includes(state));
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
          <ul>
            {active.map((job, at) => (
              <DownloadRow key={job.id} job={job} first={at === 0} last={at === active.length - 1} />
            ))}
          </ul>
        </>
      )}
      {ended.length > 0 && (
        <>
          <h2>{words.ended}</h2>
          <ul>
            {ended.slice(0, MAX_ENDED).map((job) => (
              <DownloadRow key={job.id} job={job} first last />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
