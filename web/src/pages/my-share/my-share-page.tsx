import '../pages.css';
import './my-share.css';
import { Link } from 'wouter';

import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { useProgress } from '../../daemon/connection.ts';
import { AddShare } from './add-share.tsx';
import { DropZone } from './drop-zone.tsx';
import { ShareCard } from './share-card.tsx';
import { Uploads } from './uploads.tsx';
import { WORDS } from './words.ts';

/** What this machine offers, how far it is, and who fetches from it. */
export function MySharePage() {
  const words = useWords(WORDS);
  const progress = useProgress((all) => all);
  const { answer: value, error, reload } = useCall('shares', {});
  const shares = progress?.shares ?? value;
  const peer = useCall('status', {}).answer?.peer;
  return (
    <section className="page my-share">
      <h1>{words.title}</h1>
      {peer?.role === 'guest' ? (
        <p>{words.guest}</p>
      ) : (
        <>
          <DropZone folder={peer?.dropFolder} />
          <h2>{words.add}</h2>
          <AddShare added={reload} />
        </>
      )}
      <h2>{words.shares}</h2>
      <Problem error={error} />
      {shares?.length === 0 && <p className="quiet">{words.none}</p>}
      <ul>
        {(shares ?? []).map((status) => (
          <ShareCard key={status.share.name} status={status} changed={reload} />
        ))}
      </ul>
      <p className="quiet">{words.ignore}</p>
      <h2>{words.uploads}</h2>
      <Uploads uploads={progress?.uploads ?? []} />
      <p>
        <Link href="/settings">{words.settings}</Link>
      </p>
    </section>
  );
}
