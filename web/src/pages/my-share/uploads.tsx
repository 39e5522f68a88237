import { shortId } from '../../../../src/core/ids.ts';
import type { UploadStatus } from '../../../../src/wire/control/messages.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { WORDS } from './words.ts';

/** Uploads that are listed. */
const MAX_LISTED = 200;

/** Who fetches what from here now, and how fast. */
export function Uploads({ uploads }: { uploads: readonly UploadStatus[] }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const { answer: peers = [] } = useCall('peers', {}, { every: 30_000 });
  if (uploads.length === 0) return <p className="quiet">{words.noUploads}</p>;
  return (
    <ul>
      {uploads.slice(0, MAX_LISTED).map((upload) => (
        <li key={`${upload.peer}/${upload.file?.content ?? ''}`} className="card row">
          <strong>
            <FileName name={peers.find(({ peer }) => peer === upload.peer)?.name ?? shortId(upload.peer)} />
          </strong>
          <span className="grow">
            {upload.file === undefined ? words.smallFiles(upload.files) : <FileName name={upload.file.path} />}
          </span>
          <span className="figure">{format.bytes(upload.sentBytes)}</span>
          <span className="figure">{format.speed(upload.bytesPerSecond)}</span>
        </li>
      ))}
    </ul>
  );
}
