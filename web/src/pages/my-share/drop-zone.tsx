import { useEffect, useRef, useState, type DragEvent } from 'react';

import { fill } from '../../../../src/core/format/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { ToldText } from '../../ui/told-text.tsx';
import { collectDropped } from './collect-dropped.ts';
import { NO_DROP, sendAll, type Dropped } from './drop-queue.ts';
import { sendDropped } from './send-dropped.ts';
import { WORDS } from './words.ts';

/** Whoever looks for the folder needs all of its path. */
const LONGEST_PATH = 4096;

/**
 * Where files and folders are dropped, or chosen with the keyboard; what is on its way can be cancelled.
 * @param folder where they will lie; undefined while it is not known
 */
export function DropZone({ folder }: { readonly folder: string | undefined }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const [over, setOver] = useState(false);
  const [state, setState] = useState(NO_DROP);
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const send = async (collecting: Promise<readonly Dropped[]>) => {
    if (running.current !== undefined) return;
    const left = new AbortController();
    running.current = left;
    setState({ ...NO_DROP, running: true });
    try {
      await sendAll(await collecting, sendDropped, { signal: left.signal, tell: setState });
    } catch {
      // The browser cannot read what was dropped: it was moved or deleted meanwhile.
      setState({ ...NO_DROP, failures: 1, failed: [{ path: '', reason: words.unreadable }] });
    } finally {
      running.current = undefined;
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(collectDropped(event.dataTransfer));
  };
  return (
    <div
      className={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{words.dropHere}</p>
      {folder !== undefined && (
        <p className="quiet">
          {words.dropFolder} <FileName name={folder} most={LONGEST_PATH} />
        </p>
      )}
      <label>
        {words.chooseFiles}{' '}
        <input
          type="file"
          multiple
          disabled={state.running}
          onChange={({ target }) =>
            void send(Promise.resolve([...(target.files ?? [])].map((file) => ({ path: file.name, file }))))
          }
        />
      </label>
      {state.running && (
        <div className="row">
          <progress aria-label={words.sending} max={Math.max(1, state.bytes)} value={state.bytesDone} />
          <span className="grow">
            <FileName name={state.current ?? ''} />
          </span>
          <button type="button" onClick={() => running.current?.abort()}>
            {words.cancel}
          </button>
        </div>
      )}
      <p role="status" className="quiet">
        {state.files > 0 &&
          fill(words.dropped, {
            done: format.number(state.filesDone),
            all: format.number(state.files),
            size: format.bytes(state.bytesDone),
          })}
      </p>
      {state.failed.length > 0 && (
        <ul className="problem" role="alert">
          {state.failed.slice(0, 10).map(({ path, reason }) => (
            <li key={path}>
              <FileName name={path} /> {path === '' ? reason : <ToldText text={reason} />}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
