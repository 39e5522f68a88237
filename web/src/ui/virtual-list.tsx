import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';

import './virtual-list.css';

export interface VirtualListProps<Item> {
  /** Tells a screen reader what is listed. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item, index: number) => string | number;
  readonly render: (item: Item, index: number) => ReactNode;
  /** About how high a row is, px; each is measured when it is drawn. */
  readonly rowHeight: number;
  /** CSS length; the list scrolls within it. */
  readonly height?: string;
  /** The last rows come into sight: more could be asked for. */
  readonly onEnd?: () => void;
}

/** A list of any length of which only the rows in sight are drawn. */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  render,
  rowHeight,
  height = '60vh',
  onEnd,
}: VirtualListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item, index);
    },
  });
  const rows = virtualizer.getVirtualItems();
  const last = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= items.length - 5) onEnd?.();
  }, [last, items.length, onEnd]);
  return (
    // The scroller takes the focus so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className="virtual" style={{ maxHeight: height }} tabIndex={0} role="list" aria-label={label}>
      <div role="presentation" style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {rows.map((row) => {
          const item = items[row.index];
          return (
            <div
              key={row.key}
              ref={virtualizer.measureElement}
              data-index={row.index}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              className="virtual-row"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {item !== undefined && render(item, row.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
