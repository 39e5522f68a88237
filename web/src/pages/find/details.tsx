import { useMemo } from 'react';

import { pieceCount } from '../../../../src/core/content/geometry.ts';
import type { ContentId } from '../../../../src/core/ids.ts';
import { AyniError } from '../../../../src/core/errors.ts';
import { fill } from '../../../../src/core/format/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { WithdrawButton } from '../admin/withdraw-button.tsx';
import { findFolder } from './folder-holder.ts';
import { lastName, type Found } from './found.ts';
import { GetForm } from './get-form.tsx';
import { Preview } from './preview.tsx';
import { targetOf } from './target.ts';
import { WORDS } from './words.ts';

/** Of one result: a look into it, who has it, under which names; and the button that fetches it. */
export function Details({ found, close }: { found: Found; close: () => void }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const { hit, names, foreign } = found;
  const [path = ''] = names;
  const name = lastName(path);
  const target = useMemo(
    () => async () => {
      const known = targetOf(found);
      if (known !== undefined) return known;
      if (hit.kind === 'directory') return findFolder(path);
      throw new AyniError('no-sources', 'Nobody who is online has it: try again later.');
    },
    [found, hit.kind, path],
  );
  return (
    <aside className="details" aria-label={words.details}>
      <header>
        <h2>
          <FileName name={name} />
        </h2>
        <button type="button" aria-label={words.close} onClick={close}>
          ✕
        </button>
      </header>
      {hit.content !== undefined && <Preview content={hit.content} name={name} size={hit.size} />}
      <p className="quiet">
        {hit.kind === 'file' && `${format.bytes(hit.size)} · `}
        {hit.mtime > 0 && format.time(hit.mtime)}
      </p>
      <GetForm target={target} name={name} />
      {hit.content !== undefined && <Holders content={hit.content} size={hit.size} />}
      {foreign.length > 0 && (
        <ul>
          {foreign.slice(0, 100).map(({ dialect, host, port }) => (
            <li key={`${host}:${port}`}>
              <span className="badge">{dialect}</span> <FileName name={`${host}:${port}`} />
            </li>
          ))}
        </ul>
      )}
      {hit.content !== undefined && (
        <>
          <code className="id">{hit.content}</code>
          <WithdrawButton content={hit.content} />
        </>
      )}
    </aside>
  );
}

function Holders({ content, size }: { content: ContentId; size: number }) {
  const words = useWords(WORDS);
  const located = useCall('locate', { contents: [content] });
  const names = useCall('namesOf', { content });
  const sources = located.answer?.[content] ?? [];
  // Several members may have it under the same one.
  const paths = [...new Set(names.answer?.map(({ path }) => path))];
  return (
    <>
      <h3>{words.whoHas}</h3>
      <Problem error={located.error ?? names.error} />
      {located.answer !== undefined && sources.length === 0 && <p className="quiet">{words.nobody}</p>}
      <ul>
        {sources.slice(0, 100).map((source) => (
          <li key={source.peer}>
            <FileName name={source.name} />
            <span className="quiet">
              {source.whole
                ? words.whole
                : fill(words.part, { n: Math.floor((100 * source.pieces) / pieceCount(size)) })}
            </span>
          </li>
        ))}
      </ul>
      <h3>{words.names}</h3>
      <ul>
        {paths.slice(0, 100).map((path) => (
          <li key={path}>
            <FileName name={path} />
          </li>
        ))}
      </ul>
    </>
  );
}
