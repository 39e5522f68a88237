/** One measured thing: the median, with the smallest and the largest. */
export interface Result {
  readonly subject: string;
  readonly value: number;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

/** What a bench found, as `--json` prints it. */
export interface Report {
  readonly bench: string;
  /** Of everything that took part; `missing` where it is not installed. */
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
  /** Of the main case: ours ÷ theirs, turned so that more is better. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly ratios_by_case: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface BenchOptions {
  /** Smaller, with 3 rounds. */
  readonly quick: boolean;
  /** How often each is measured; the bench's own number unless given. */
  readonly rounds?: number;
  /** Of a swarm: the programs to measure, all unless given. */
  readonly only?: readonly string[];
  /** Of a swarm: how many leechers, one number or several. */
  readonly leechers?: readonly number[];
  /** Of a swarm: how its hosts' TCP finds its rate; the kernel's default where absent. */
  readonly congestion?: string;
  /** Tells a person how it goes. */
  readonly say: (line: string) => void;
}

/** A bench that cannot be run here; its message is a line for people. */
export class CannotMeasure extends Error {}

export type Bench = (options: BenchOptions) => Promise<Report>;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function resultOf(subject: string, unit: string, values: readonly number[]): Result {
  return { subject, unit, value: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** Three digits are more than a shared machine knows. */
function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A report for people. */
export function formatReport(report: Report): string {
  const rows = report.results.map(({ subject, value, unit, min, max }) => [
    subject,
    shown(value),
    unit,
    `${shown(min)} – ${shown(max)}`,
  ]);
  const table = [['subject', 'median', 'unit', 'min – max'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const ratios = Object.entries(report.ratios_by_case).flatMap(([name, byPeer]) =>
    Object.entries(byPeer).map(([peer, ratio]) => `  ${name}: ${ratio.toFixed(2)} × ${peer}`),
  );
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return [...lines, '', 'Ayni compared, more is better:', ...ratios, '', versions.join(', ')].join('\n');
}
