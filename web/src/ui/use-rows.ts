import { useCallback, useLayoutEffect, useState, type RefObject } from 'react';

interface RowsOptions {
  readonly count: number;
  /** Of each row, px. */
  readonly height: number;
  /** Rows that are drawn before and after those in sight. */
  readonly ahead: number;
}

interface Rows {
  /** Numbers of the rows to draw. */
  readonly drawn: readonly number[];
  /** Of all rows, px. */
  readonly height: number;
  /** Scrolls just so far that a row is in sight. */
  readonly show: (row: number) => void;
}

/**
 * Rows of one height in a frame that scrolls, of which only those in sight are drawn. What this costs does not grow with
 * their number, so that a list may have grown to 100,000 of them when more come.
 */
export function useRows(frame: RefObject<HTMLElement | null>, { count, height, ahead }: RowsOptions): Rows {
  const [seen, setSeen] = useState({ first: 0, last: ahead });
  useLayoutEffect(() => {
    const { current: element } = frame;
    if (element === null) return undefined;
    const look = (): void => {
      const first = Math.max(0, Math.floor(element.scrollTop / height) - ahead);
      const last = Math.ceil((element.scrollTop + element.clientHeight) / height) + ahead;
      setSeen((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [frame, height, ahead]);
  const show = useCallback(
    (row: number) => {
      const { current: element } = frame;
      if (element === null) return;
      const least = (row + 1) * height - element.clientHeight;
      element.scrollTop = Math.min(row * height, Math.max(least, element.scrollTop));
    },
    [frame, height],
  );
  const { first, last } = seen;
  const drawn = Array.from({ length: Math.max(0, Math.min(last + 1, count) - first) }, (_, at) => first + at);
  return { drawn, height: count * height, show };
}
