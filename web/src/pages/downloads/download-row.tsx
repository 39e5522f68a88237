import { memo, useState } from 'react';

import type { DownloadStatus } from '../../../../src/wire/control/messages.ts';
import { useAction } from '../../daemon/use-action.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { ErrorText } from '../../ui/error-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { FileName, PeerName } from '../../ui/names.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Details } from './details.tsx';
import { Notes } from './notes.tsx';
import { downloadWords } from './words.ts';

const TONES: Readonly<Record<DownloadStatus['state'], Tone>> = {
  waiting: 'plain',
  running: 'calm',
  paused: 'plain',
  blocked: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
};
/** Sources that are named; the others are counted. */
const MAX_SOURCES = 6;

interface RowProps {
  readonly job: DownloadStatus;
  /** Of those that have not ended. */
  readonly first: boolean;
  readonly last: boolean;
  /** Whether its details are shown. */
  readonly open: boolean;
  readonly toggle: (id: string) => void;
}

/** One download: how far it is, from whom, and what can be done with it. */
export const DownloadRow = memo(function DownloadRow({ job, first, last, open, toggle }: RowProps) {
  const words = useWords(downloadWords);
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const pause = useAction('pauseDownload');
  const resume = useAction('resumeDownload');
  const cancel = useAction('cancelDownload');
  const move = useAction('moveDownload');
  const show = useAction('showDownload');
  const { id, name, state, reason, bytesDone, bytesTotal, filesDone, filesTotal } = job;
  const hasEnded = state === 'done' || state === 'failed' || state === 'cancelled';
  const isHeld = state === 'paused' || state === 'failed' || state === 'blocked';
  const facts = [
    bytesTotal > 0 ? `${format.bytes(bytesDone)} / ${format.bytes(bytesTotal)}` : undefined,
    filesTotal > 1 ? words.files(filesDone, filesTotal) : undefined,
    state === 'running' ? format.speed(job.bytesPerSecond) : undefined,
    state === 'running' && job.etaSeconds !== undefined ? words.left(format.duration(job.etaSeconds)) : undefined,
  ].filter((fact) => fact !== undefined);
  const items: MenuItem[] = [
    ...(first ? [] : [{ label: words.up, onChoose: () => void move.run({ id, to: 'up' }) }]),
    ...(last ? [] : [{ label: words.down, onChoose: () => void move.run({ id, to: 'down' }) }]),
    ...(job.destination === undefined ? [] : [{ label: words.show, onChoose: () => void show.run({ id }) }]),
    // One that failed may have left something behind, and would stay here for good.
    ...(state === 'done' || state === 'cancelled'
      ? []
      : [{ label: words.cancel, danger: true, onChoose: () => setAsking(true) }]),
  ];
  return (
    <article className="card download" aria-label={isolated(name)}>
      <div className="row">
        <div className="grow download-name">
          <FileName name={name} />
        </div>
        <Badge tone={TONES[state]}>{words[`state_${state}`]}</Badge>
        {(state === 'running' || state === 'waiting') && (
          <Button small busy={pause.busy} icon={<Icon name="pause" />} onClick={() => void pause.run({ id })}>
            {words.pause}
          </Button>
        )}
        {isHeld && (
          <Button small busy={resume.busy} icon={<Icon name="play" />} onClick={() => void resume.run({ id })}>
            {words.resume}
          </Button>
        )}
        {items.length > 0 && <Menu label={words.actions(isolated(name))} items={items} />}
      </div>
      {state !== 'cancelled' && (
        <ProgressBar
          label={words.progress(isolated(name))}
          part={bytesTotal === 0 ? (state === 'done' ? 1 : undefined) : bytesDone / bytesTotal}
          look={state === 'running' ? 'running' : state === 'done' ? 'done' : state === 'failed' ? 'bad' : 'still'}
        />
      )}
      <p className="quiet numbers">{facts.join(' · ')}</p>
      {reason !== undefined && state !== 'done' && (
        <p className="download-reason">
          <ErrorText error={reason} />
        </p>
      )}
      <Notes job={job} />
      {job.sources.length > 0 && <Sources sources={job.sources} />}
      {!hasEnded && (
        <>
          <button type="button" className="download-more" aria-expanded={open} onClick={() => toggle(id)}>
            {words.details}
          </button>
          {open && <Details job={job} />}
        </>
      )}
      {asking && (
        <Confirm
          title={words.cancelTitle}
          text={words.cancelText}
          yes={words.cancelYes}
          no={words.cancelNo}
          act={async () => void (await cancel.run({ id }))}
          close={() => setAsking(false)}
        />
      )}
    </article>
  );
});

function Sources({ sources }: { readonly sources: DownloadStatus['sources'] }) {
  const words = useWords(downloadWords);
  const format = useFormat();
  const fastest = sources.toSorted((a, b) => b.bytesPerSecond - a.bytesPerSecond);
  return (
    <ul className="download-sources" aria-label={words.from}>
      {fastest.slice(0, MAX_SOURCES).map(({ peer, name, bytesPerSecond }) => (
        <li key={peer ?? name}>
          <PeerName name={name} /> <span className="figure">{format.speed(bytesPerSecond)}</span>
        </li>
      ))}
      {sources.length > MAX_SOURCES && <li className="quiet">{words.sources(sources.length)}</li>}
    </ul>
  );
}
