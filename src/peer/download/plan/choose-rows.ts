import ignore from 'ignore';
import { parentPath } from '../../../core/names/share-path.ts';
import type { Wishes } from '../job.ts';
import type { NewRow } from '../store/file-table.ts';

type Matches = (path: string) => boolean;

function matcher(patterns: readonly string[] | undefined): Matches | undefined {
  if (patterns === undefined || patterns.length === 0) return undefined;
  const rules = ignore().add([...patterns]);
  return (path) => rules.ignores(path);
}

/**
 * Those rows of a tree that are wished for, those first that are to come first; folders are before all files.
 * @param rows parents before children. A folder stays where it or something in it is wanted.
 */
export function chooseRows(rows: readonly NewRow[], { only, skip, first }: Wishes): NewRow[] {
  const isOnly = matcher(only);
  const isSkipped = matcher(skip);
  const isFirst = matcher(first);
  if (isOnly === undefined && isSkipped === undefined && isFirst === undefined) return [...rows];
  const patternPath = ({ kind, origin }: NewRow): string => (kind === 'directory' ? `${origin}/` : origin);
  const wanted = rows.filter((row) => {
    const path = patternPath(row);
    // A folder that was made for a name that had to change has no path of its own there.
    if (row.origin === '') return isOnly === undefined;
    return isOnly?.(path) !== false && isSkipped?.(path) !== true;
  });
  const kept = new Set(wanted.map(({ path }) => path));
  for (const { path } of wanted) for (let up = parentPath(path); up !== ''; up = parentPath(up)) kept.add(up);
  const list = rows.filter(({ path }) => kept.has(path));
  const rank = (row: NewRow): number => (row.kind === 'directory' ? 0 : isFirst?.(row.origin) === true ? 1 : 2);
  return list.toSorted((a, b) => rank(a) - rank(b));
}
