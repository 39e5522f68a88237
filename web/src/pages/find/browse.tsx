import { useMemo, useRef, useState, type KeyboardEvent } from 'react';

import { fill } from '../../../../src/core/format/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useRows } from '../../ui/use-rows.ts';
import { FileIcon } from './file-icon.tsx';
import { rowsOf, stepOf, type TreeNode, type TreeRow } from './browse-tree.ts';
import { useBrowse } from './use-browse.ts';
import { WORDS } from './words.ts';

/** px */
const ROW = 36;

/**
 * What the network shares, as a tree: by member, or the folders of all together. The tree has the focus and names its
 * active row, since rows out of sight are not in the page.
 */
export function Browse({ merged, choose }: { merged: boolean; choose: (node: TreeNode) => void }) {
  const words = useWords(WORDS);
  const { top, open, children, error, busy, toggle, again } = useBrowse(merged);
  const [active, setActive] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(top ?? [], open, children), [top, open, children]);
  const lines = useRows(frame, { count: rows.length, height: ROW, ahead: 8 });
  const at = Math.min(active, Math.max(0, rows.length - 1));

  const press = (event: KeyboardEvent) => {
    const row = rows[at];
    if (row !== undefined && (event.key === 'Enter' || event.key === ' ')) choose(row.node);
    else {
      const step = stepOf(event.key, at, rows);
      if (step === undefined) return;
      if ('go' in step) {
        setActive(step.go);
        lines.show(step.go);
      } else if (row !== undefined) toggle(row.node);
    }
    event.preventDefault();
  };
  return (
    <div className="browse">
      <Problem error={error} again={again} busy={busy} />
      {top === undefined && busy && <p className="quiet">{words.loading}</p>}
      {top?.length === 0 && <p className="quiet">{words.empty}</p>}
      <div
        ref={frame}
        role="tree"
        tabIndex={0}
        className="tree"
        aria-label={words.tree}
        {...(rows.length === 0 ? {} : { 'aria-activedescendant': `row-${at}` })}
        onKeyDown={press}
      >
        <div role="presentation" style={{ height: lines.height }}>
          {lines.drawn.map((index) => {
            const row = rows[index];
            return (
              row !== undefined && (
                <Row
                  key={row.node.id}
                  row={row}
                  index={index}
                  active={index === at}
                  press={() => {
                    setActive(index);
                    if (row.node.folder) toggle(row.node);
                    choose(row.node);
                  }}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface Line {
  readonly row: TreeRow;
  readonly index: number;
  readonly active: boolean;
  readonly press: () => void;
}

function Row({ row: { node, level, open, loading }, index, active, press }: Line) {
  const words = useWords(WORDS);
  const format = useFormat();
  return (
    <div
      id={`row-${index}`}
      role="treeitem"
      aria-level={level}
      aria-selected={active}
      {...(node.folder ? { 'aria-expanded': open } : {})}
      className="line"
      style={{
        transform: `translateY(${index * ROW}px)`,
        height: ROW,
        paddingInlineStart: 8 + Math.min(level - 1, 12) * 18,
      }}
      onClick={press}
    >
      {node.folder ? (
        <span className="icon" aria-hidden="true">
          {open ? '▾' : '▸'}
        </span>
      ) : (
        <FileIcon folder={false} />
      )}
      <FileName name={node.name} />
      {loading && <span className="quiet">{words.loading}</span>}
      {node.entry?.foreign !== undefined && <span className="badge">{node.entry.foreign.dialect}</span>}
      {node.places.length > 1 && <span className="quiet">{fill(words.peersHave, { n: node.places.length })}</span>}
      <span className="figure">{node.entry?.size === undefined ? '' : format.bytes(node.entry.size)}</span>
    </div>
  );
}
