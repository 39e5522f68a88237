import type { DownloadStatus } from '../../../../src/wire/control/messages.ts';
import { FILE_WISHES } from './wishes.ts';
import { isMissing } from '../../daemon/call.ts';
import { useAction } from '../../daemon/use-action.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { PieceMapView } from './piece-map.tsx';
import { downloadWords } from './words.ts';

/** Files that are shown: of a larger folder the first ones. */
const MAX_FILES = 200;

/** What is in a download, file by file, and which of it is wanted. */
export function Details({ job }: { readonly job: DownloadStatus }) {
  const words = useWords(downloadWords);
  const format = useFormat();
  const choose = useAction('chooseFiles');
  const { answer, error, reload } = useCall('downloadDetail', { id: job.id }, { every: 1000 });
  if (isMissing(error)) return null;
  if (answer === undefined) return <Problem error={error} />;
  const { files, filesTotal, pieces } = answer;
  return (
    <div className="stack download-details">
      {pieces !== undefined && <PieceMapView map={pieces} />}
      {files.length > 1 && (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.file}</th>
                <th scope="col">{words.size}</th>
                <th scope="col">{words.wish}</th>
              </tr>
            </thead>
            <tbody>
              {files.slice(0, MAX_FILES).map(({ number, path, size, bytesDone, state, wish }) => (
                <tr key={number}>
                  <td>
                    <FileName name={path} />
                  </td>
                  <td className="figure">
                    {state === 'running' ? `${format.bytes(bytesDone)} / ${format.bytes(size)}` : format.bytes(size)}
                  </td>
                  <td>
                    {state === 'done' ? (
                      words.state_done
                    ) : (
                      <select
                        aria-label={words.wish}
                        value={wish}
                        disabled={choose.busy}
                        onChange={({ target }) => {
                          const wanted = FILE_WISHES.find((one) => one === target.value) ?? 'normal';
                          void choose.run({ id: job.id, files: [number], wish: wanted }).then(reload);
                        }}
                      >
                        {FILE_WISHES.map((one) => (
                          <option key={one} value={one}>
                            {words[`wish_${one}`]}
                          </option>
                        ))}
                      </select>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {filesTotal > MAX_FILES && <p className="quiet">{words.moreFiles(filesTotal - MAX_FILES)}</p>}
        </div>
      )}
    </div>
  );
}
