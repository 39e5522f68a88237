import { printable } from './printable.ts';

/** Names longer than this are not compared. */
const MAX_LENGTH = 64;
const MAX_NAMES = 2000;

/** ` Did you mean "left"?` where one of the names is what somebody may have wanted to type; else nothing. */
export function didYouMean(text: string, names: readonly string[]): string {
  const allowed = Math.max(1, Math.floor(text.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  if (text.length > MAX_LENGTH) return '';
  for (const name of names.slice(0, MAX_NAMES)) {
    if (name.length > MAX_LENGTH) continue;
    const distance = distanceOf(text.toLowerCase(), name.toLowerCase());
    if (distance <= allowed && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best === undefined ? '' : ` Did you mean "${printable(best.name)}"?`;
}

/** Letters to add, drop, replace or swap with their neighbour (optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
