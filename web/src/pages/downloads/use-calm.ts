import { useEffect, useRef, useState } from 'react';

/** A value as it was at most `ms` ago: it changes at once, and then not for so long. */
export function useCalm<T>(value: T, ms: number): T {
  const [calm, setCalm] = useState(value);
  const newest = useRef(value);
  newest.current = value;
  const last = useRef(-Infinity);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (Object.is(value, calm) || timer.current !== undefined) return;
    const wait = Math.max(0, last.current + ms - performance.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      last.current = performance.now();
      setCalm(newest.current);
    }, wait);
  }, [value, calm, ms]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return calm;
}
