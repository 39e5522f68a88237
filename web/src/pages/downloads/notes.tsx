import type { DownloadStatus } from '../../../../src/wire/control/messages.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { ToldText } from '../../ui/told-text.tsx';
import { downloadWords } from './words.ts';

/** Files that are named; the others are counted. */
const MAX_NAMED = 100;

/** What came out differently, and why. */
export function Notes({ job: { renamed, skipped } }: { readonly job: Pick<DownloadStatus, 'renamed' | 'skipped'> }) {
  const words = useWords(downloadWords);
  return (
    <>
      {renamed.length > 0 && (
        <details className="download-notes">
          <summary>{words.renamed(renamed.length)}</summary>
          <ul>
            {renamed.slice(0, MAX_NAMED).map(({ from, to }) => (
              <li key={from}>
                <FileName name={from} /> → <FileName name={to} />
              </li>
            ))}
            <More count={renamed.length - MAX_NAMED} />
          </ul>
        </details>
      )}
      {skipped.length > 0 && (
        <details className="download-notes">
          <summary>{words.skipped(skipped.length)}</summary>
          <ul>
            {skipped.slice(0, MAX_NAMED).map(({ path, why }) => (
              <li key={path}>
                <FileName name={path} />: <ToldText text={why} />
              </li>
            ))}
            <More count={skipped.length - MAX_NAMED} />
          </ul>
        </details>
      )}
    </>
  );
}

function More({ count }: { readonly count: number }) {
  const words = useWords(downloadWords);
  return count > 0 ? <li>{words.moreFiles(count)}</li> : null;
}
