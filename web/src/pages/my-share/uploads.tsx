import { formatBytes, formatSpeed } from '../../../../src/core/format/quantity.ts';
import { shortId } from '../../../../src/core/ids.ts';
import type { UploadStatus } from '../../../../src/wire/control/messages.ts';
import { NETWORK_ROUTES } from '../../../../src/wire/control/routes.ts';
import { fill, useWords } from '../ground/language.ts';
import { Name } from '../ground/name.tsx';
import { useAnswer } from '../ground/use-answer.ts';
import { WORDS } from './words.ts';

/** Uploads that are listed. */
const MAX_LISTED = 200;

/** Who fetches what from here now, and how fast. */
export function Uploads({ uploads }: { uploads: readonly UploadStatus[] }) {
  const words = useWords(WORDS);
  const { value: peers = [] } = useAnswer(NETWORK_ROUTES.peers, {}, { every: 30_000 });
  if (uploads.length === 0) return <p className="quiet">{words.noUploads}</p>;
  return (
    <ul>
      {uploads.slice(0, MAX_LISTED).map((upload) => (
        <li key={`${upload.peer}/${upload.file?.content ?? ''}`} className="card row">
          <strong>
            <Name text={peers.find(({ peer }) => peer === upload.peer)?.name ?? shortId(upload.peer)} />
          </strong>
          <span className="grow">
            {upload.file === undefined ? fill(words.smallFiles, { n: upload.files }) : <Name text={upload.file.path} />}
          </span>
          <span className="figure">{formatBytes(upload.sentBytes)}</span>
          <span className="figure">{formatSpeed(upload.bytesPerSecond)}</span>
        </li>
      ))}
    </ul>
  );
}
