/** A line of a chart; points in the order of x. */
export interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Panel {
  /** With the unit. */
  readonly title: string;
  readonly lines: readonly Line[];
}

const WIDTH = 440;
const HEIGHT = 300;
/** Around what is drawn: for the numbers at its left and below, and the names at its right. */
const MARGIN = { left: 52, right: 104, top: 40, bottom: 44 };
/** Between the names of lines. */
const NAME_HEIGHT = 14;
/** After Okabe and Ito, told apart by most who see few colours: on white, and on dark. */
const COLOURS = [
  ['#0072b2', '#56b4e9'],
  ['#c04d00', '#ff9d4d'],
  ['#007a58', '#2fc79b'],
  ['#a8487f', '#e59ac4'],
] as const;
const coloursOf = (dark: boolean): string =>
  COLOURS.map(([onWhite, onDark], at) => {
    const colour = dark ? onDark : onWhite;
    return `path.c${at} { stroke: ${colour} } circle.c${at}, text.c${at} { fill: ${colour} }`;
  }).join(' ');

/** Charts with two logarithmic scales, two in a row, as an SVG file that follows the reader's light or dark. */
export function logCharts(panels: readonly Panel[], xTitle: string): string {
  const rows = Math.ceil(panels.length / 2);
  const drawn = panels.map(
    (panel, at) =>
      `<g transform="translate(${(at % 2) * WIDTH} ${Math.floor(at / 2) * HEIGHT})">${panelOf(panel, xTitle)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * 2} ${HEIGHT * rows}" font-family="system-ui, sans-serif" font-size="11">
<style>
  text { fill: #1f2328 } .grid { stroke: #d1d9e0 } .back { fill: #ffffff }
  ${coloursOf(false)}
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .grid { stroke: #3d444d } .back { fill: #0d1117 }
    ${coloursOf(true)}
  }
</style>
<rect class="back" width="100%" height="100%"/>
${drawn.join('\n')}
</svg>
`;
}

function panelOf({ title, lines }: Panel, xTitle: string): string {
  const points = lines.flatMap((line) => line.points);
  const [x, y] = [
    scale(
      points.map((point) => point.x),
      MARGIN.left,
      WIDTH - MARGIN.right,
    ),
    scale(
      points.map((point) => point.y),
      HEIGHT - MARGIN.bottom,
      MARGIN.top,
    ),
  ];
  const [bottom, right] = [HEIGHT - MARGIN.bottom, WIDTH - MARGIN.right];
  const grid = [
    ...x.decades.map(
      (value) =>
        `<path class="grid" d="M${x.of(value)} ${MARGIN.top}V${bottom}"/><text x="${x.of(value)}" y="${bottom + 16}" text-anchor="middle">${short(value)}</text>`,
    ),
    ...y.decades.map(
      (value) =>
        `<path class="grid" d="M${MARGIN.left} ${y.of(value)}H${right}"/><text x="${MARGIN.left - 6}" y="${y.of(value) + 4}" text-anchor="end">${short(value)}</text>`,
    ),
  ];
  const ends = apart(lines.map((line) => y.of(line.points.at(-1)?.y ?? Number.NaN)));
  const drawn = lines.map(({ name, points: at }, index) => {
    const colour = `c${index % COLOURS.length}`;
    const path = at.map((point, step) => `${step === 0 ? 'M' : 'L'}${x.of(point.x)} ${y.of(point.y)}`).join('');
    const dots = at.map((point) => `<circle cx="${x.of(point.x)}" cy="${y.of(point.y)}" r="3" class="${colour}"/>`);
    return `<path d="${path}" class="${colour}" fill="none" stroke-width="2"/>${dots.join('')}<text x="${right + 10}" y="${(ends[index] ?? 0) + 4}" class="${colour}">${name}</text>`;
  });
  const titles = `<text x="${MARGIN.left}" y="22" font-weight="600" font-size="13">${title}</text><text x="${(MARGIN.left + right) / 2}" y="${bottom + 34}" text-anchor="middle">${xTitle}</text>`;
  return [titles, ...grid, ...drawn].join('\n');
}

interface Scale {
  readonly of: (value: number) => number;
  /** Powers of ten that lie on it. */
  readonly decades: readonly number[];
}

/** From the power of ten below the least to the one above the greatest. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  return {
    of: (value) => Math.round((from + ((Math.log10(value) - first) / (last - first)) * (to - from)) * 10) / 10,
    decades: Array.from({ length: last - first + 1 }, (_, step) => 10 ** (first + step)),
  };
}

/** The same heights, moved down until no two names touch. */
function apart(heights: readonly number[]): readonly number[] {
  const moved = [...heights];
  let free = -Infinity;
  for (const index of heights.map((_, at) => at).toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0))) {
    free = Math.max(free + NAME_HEIGHT, heights[index] ?? 0);
    moved[index] = free;
  }
  return moved;
}

function short(value: number): string {
  if (value >= 1e6) return `${value / 1e6} M`;
  return value >= 1e3 ? `${value / 1e3} k` : String(Number(value.toPrecision(1)));
}
