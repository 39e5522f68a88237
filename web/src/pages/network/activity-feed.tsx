import { useProgress } from '../../daemon/connection.ts';
import { isMissing } from '../../daemon/call.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { clipped, visible } from '../../ui/visible.ts';
import { networkWords } from './words.ts';

/** News that are shown, and letters of a name in one of them. */
const MAX_SHOWN = 40;
const MAX_LETTERS = 80;

/** What happened lately, the newest first. */
export function ActivityFeed() {
  const words = useWords(networkWords);
  const format = useFormat();
  const newest = useProgress(({ activity }) => activity) ?? 0;
  const { answer, error } = useCall('activity', {}, { again: String(newest) });
  if (isMissing(error)) return null;
  const shown = (name: string | undefined, otherwise: string): string =>
    name === undefined ? otherwise : clipped(visible(name), MAX_LETTERS);
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
            <span>{words[kind](shown(peerName, words.somebody), shown(name, words.something))}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
