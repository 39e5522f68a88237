import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { fill } from '../../../../src/core/format/fill.ts';
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
/** Rows that Page Up and Page Down go past. */
const LEAP = 10;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 40;

interface Shown {
  readonly search: Search;
  readonly chosen: string | undefined;
  readonly choose: (found: Found) => void;
}

/** Where a key leads from a row, if it is one that leads anywhere. */
function rowAfter(key: string, at: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + LEAP,
    PageUp: at - LEAP,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}

/**
 * The endless list: only the rows in sight are in the page. One of them is reached by Tab, the others from there by
 * arrows, so that what follows the list is one Tab away.
 */
export function Results({ search, chosen, choose }: Shown) {
  const words = useWords(WORDS);
  const { found, fresh, next } = search;
  const frame = useRef<HTMLDivElement>(null);
  const rows = useRows(frame, { count: found.length, height: ROW, ahead: 10 });
  const last = rows.drawn.at(-1) ?? 0;
  const [active, setActive] = useState(0);
  const moved = useRef(false);
  const { current: before } = frame;
  const seen = before === null ? 0 : Math.ceil(before.scrollTop / ROW);
  // After scrolling, or with other results, the first row in sight is the one.
  const reached = rows.drawn.includes(active) && active < found.length ? active : Math.min(seen, found.length - 1);
  const press = (event: KeyboardEvent): void => {
    const to = rowAfter(event.key, reached, found.length);
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moved.current = true;
    setActive(to);
    rows.show(to);
  };
  useEffect(() => {
    if (!moved.current) return;
    // A row far away is drawn only after the list has scrolled there.
    const row = frame.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (row == null) return;
    moved.current = false;
    row.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (last >= found.length - AHEAD) next();
  }, [last, found.length, next]);
  return (
    <div ref={frame} className={fresh ? 'results' : 'results stale'} role="region" aria-label={words.results}>
      <ul style={{ height: rows.height }} onKeyDown={press}>
        {rows.drawn.map((index) => {
          const one = found[index];
          return (
            one !== undefined && (
              <li key={one.key} style={{ transform: `translateY(${index * ROW}px)`, height: ROW }}>
                <Result
                  found={one}
                  row={index}
                  reached={index === reached}
                  chosen={one.key === chosen}
                  choose={(result) => {
                    setActive(index);
                    choose(result);
                  }}
                />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

interface Row {
  readonly found: Found;
  readonly row: number;
  readonly reached: boolean;
  readonly chosen: boolean;
  readonly choose: (found: Found) => void;
}

function Result({ found, row, reached, chosen, choose }: Row) {
  const words = useWords(WORDS);
  const format = useFormat();
  const { hit, names, sources } = found;
  const [first = ''] = names;
  const folder = hit.kind === 'directory';
  const size = folder || (hit.foreign !== undefined && hit.foreign.size === undefined) ? '' : format.bytes(hit.size);
  return (
    <button
      type="button"
      className="result"
      data-row={row}
      tabIndex={reached ? 0 : -1}
      aria-pressed={chosen}
      onClick={() => choose(found)}
    >
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
