import { useEffect, useRef } from 'react';

import { fill } from '../../i18n/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { useRows } from '../../ui/use-rows.ts';
import { FileIcon } from './file-icon.tsx';
import { lastName, type Found } from './found.ts';
import type { Search } from './use-search.ts';
import { WORDS } from './words.ts';

/** px */
const ROW = 56;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 40;

interface Shown {
  readonly search: Search;
  readonly chosen: string | undefined;
  readonly choose: (found: Found) => void;
}

/** The endless list: only the rows in sight are in the page. */
export function Results({ search, chosen, choose }: Shown) {
  const words = useWords(WORDS);
  const { found, fresh, next } = search;
  const frame = useRef<HTMLDivElement>(null);
  const rows = useRows(frame, { count: found.length, height: ROW, ahead: 10 });
  const last = rows.drawn.at(-1) ?? 0;
  useEffect(() => {
    if (last >= found.length - AHEAD) next();
  }, [last, found.length, next]);
  return (
    <div ref={frame} className={fresh ? 'results' : 'results stale'} role="region" aria-label={words.results}>
      <ul style={{ height: rows.height }}>
        {rows.drawn.map((index) => {
          const one = found[index];
          return (
            one !== undefined && (
              <li key={one.key} style={{ transform: `translateY(${index * ROW}px)`, height: ROW }}>
                <Result found={one} chosen={one.key === chosen} choose={choose} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

function Result({ found, chosen, choose }: { found: Found; chosen: boolean; choose: (found: Found) => void }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const { hit, names, sources } = found;
  const [first = ''] = names;
  const folder = hit.kind === 'directory';
  const size = folder || (hit.foreign !== undefined && hit.foreign.size === undefined) ? '' : format.bytes(hit.size);
  return (
    <button type="button" className="result" aria-pressed={chosen} onClick={() => choose(found)}>
      <FileIcon folder={folder} />
      <span className="what">
        <FileName name={lastName(first) + (folder ? '/' : '')} />
        <small>
          <FileName name={first} />
          {names.length > 1 && <span className="quiet">{fill(words.alsoNamed, { n: names.length - 1 })}</span>}
        </small>
      </span>
      {hit.foreign !== undefined && <span className="badge">{hit.foreign.dialect}</span>}
      <span className="figure">{size}</span>
      <span className="figure">
        {folder ? '' : fill(sources === 1 ? words.source : words.sources, { n: format.number(sources) })}
      </span>
    </button>
  );
}
