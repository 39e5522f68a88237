import { useProgress } from '../../daemon/connection.ts';
import { isMissing } from '../../daemon/call.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { networkWords } from './words.ts';

/** News that are shown. */
const MAX_SHOWN = 40;

/** What happened lately, the newest first. */
export function ActivityFeed() {
  const words = useWords(networkWords);
  const format = useFormat();
  const newest = useProgress(({ activity }) => activity) ?? 0;
  const { answer, error } = useCall('activity', {}, { again: String(newest) });
  if (isMissing(error)) return null;
  return (
    <>
      <Problem error={error} />
      {answer?.length === 0 && <p className="quiet">{words.quiet}</p>}
      <ul className="feed">
        {(answer ?? []).slice(0, MAX_SHOWN).map(({ number, at, kind, peerName, name }) => (
          <li key={number}>
            <time dateTime={new Date(at).toISOString()} className="figure">
              {format.time(at)}
            </time>
            <span>{words[kind](peerName ?? words.somebody, name ?? words.something)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
