import { clip, textWidth } from './width.ts';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** Goes to a second line where all columns together are wider than the terminal. */
  readonly minor?: boolean;
}

export interface TableLines {
  /** The titles: one line, or two. */
  readonly heads: readonly string[];
  readonly body: readonly string[];
}

type Row = readonly string[];

const GAP = '  ';
/** The least that a column of text keeps while others can still give. */
const LEAST = 12;
/** Where even the second line is too narrow. */
const LEAST_OF_ALL = 2;

/**
 * Lines of a table for people: columns two spaces apart, no frame, so that it can be cut and pasted. Where it is wider
 * than `cells`, minor columns go to a second line, and then the widest columns of text are clipped. Cells must have no
 * colours where `cells` is given.
 */
export function tableLines(columns: readonly Column[], rows: readonly Row[], cells = Infinity): TableLines {
  const all = [columns.map(({ title }) => title), ...rows];
  if (columns.every(({ minor }) => minor !== true) || total(widthsOf(columns, all)) <= cells) {
    const [head = '', ...body] = layOut(columns, all, cells);
    return { heads: [head], body };
  }
  const pick = (minor: boolean) =>
    columns.map((column, at) => at).filter((at) => (columns[at]?.minor === true) === minor);
  const half = (kept: readonly number[], room: number) =>
    layOut(
      kept.flatMap((at) => columns[at] ?? []),
      all.map((row) => kept.map((at) => row[at] ?? '')),
      room,
    );
  const first = half(pick(false), cells);
  const second = half(pick(true), cells - GAP.length);
  const both = first.map((line, at) => {
    const below = second[at] ?? '';
    return below === '' ? [line] : [line, GAP + below];
  });
  const [heads = [], ...body] = both;
  return { heads, body: body.flat() };
}

function layOut(columns: readonly Column[], rows: readonly Row[], cells: number): readonly string[] {
  const widths = shrunk(columns, widthsOf(columns, rows), cells);
  return rows.map((row) =>
    // What cannot be made narrower by columns: a dozen of them in a terminal of twenty cells.
    within(
      columns
        .map(({ align }, at) => {
          const width = widths[at] ?? 0;
          const cell = within(row[at] ?? '', width);
          const space = ' '.repeat(Math.max(0, width - textWidth(cell)));
          return align === 'right' ? space + cell : cell + space;
        })
        .join(GAP)
        .trimEnd(),
      cells,
    ),
  );
}

/** What fits is kept as it is, with its colours. */
function within(text: string, cells: number): string {
  return textWidth(text) <= cells ? text : clip(text, cells);
}

function widthsOf(columns: readonly Column[], rows: readonly Row[]): number[] {
  return columns.map((column, at) => rows.reduce((widest, row) => Math.max(widest, textWidth(row[at] ?? '')), 0));
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * Math.max(0, widths.length - 1);
}

/** The widest column of text gives first; numbers stay whole. */
function shrunk(columns: readonly Column[], natural: readonly number[], cells: number): readonly number[] {
  const widths = [...natural];
  for (const least of [LEAST, LEAST_OF_ALL]) {
    for (let over = total(widths) - cells; over > 0; over--) {
      const texts = widths.map((width, at) => (columns[at]?.align === 'right' ? 0 : width));
      const widest = Math.max(...texts);
      if (widest <= least) break;
      widths[texts.indexOf(widest)] = widest - 1;
    }
  }
  return widths;
}
