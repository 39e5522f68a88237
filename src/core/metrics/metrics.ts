/** Values of a metric's labels, in the order of their names. From a bounded set: never an id, a name or a path. */
export type LabelValues = readonly string[];

/** Label sets of one metric; what comes beyond them is counted together under `other`. */
const MAX_SERIES = 500;
/** Upper bounds in seconds: from what memory answers to what a person gives up on. */
const LATENCY_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;

export interface MetricOptions {
  /** By Prometheus' rules: a prefix, base units, `_total` for what only grows. */
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** One value of what is looked up when somebody asks. */
export interface Sample {
  readonly labels?: LabelValues;
  readonly value: number;
}

/** Lines of one metric, in Prometheus' text format 0.0.4. */
export interface Metric {
  readonly name: string;
  lines(): readonly string[];
}

/** Something that is counted where it happens. */
export class Counter implements Metric {
  readonly name: string;
  readonly #options: MetricOptions;
  readonly #series = new Series(() => ({ value: 0 }));

  constructor(options: MetricOptions) {
    this.name = options.name;
    this.#options = options;
  }

  add(labels: LabelValues, amount = 1): void {
    this.#series.of(labels).value += amount;
  }

  lines(): readonly string[] {
    return [
      ...head(this.#options, 'counter'),
      ...this.#series.entries().map(([labels, { value }]) => line(this.#options, labels, value)),
    ];
  }
}

/** How long something took, in seconds: how often it stayed under each of a few bounds. */
export class LatencyHistogram implements Metric {
  readonly name: string;
  readonly #options: MetricOptions;
  readonly #series = new Series(() => ({ counts: LATENCY_BOUNDS.map(() => 0), count: 0, sum: 0 }));

  constructor(options: MetricOptions) {
    this.name = options.name;
    this.#options = options;
  }

  observe(labels: LabelValues, seconds: number): void {
    const series = this.#series.of(labels);
    const bucket = LATENCY_BOUNDS.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.count++;
    series.sum += seconds;
  }

  lines(): readonly string[] {
    const { name, help, labels: names = [] } = this.#options;
    const bucket = { name: `${name}_bucket`, help, labels: [...names, 'le'] };
    const lines = [...head(this.#options, 'histogram')];
    for (const [labels, { counts, count, sum }] of this.#series.entries()) {
      let below = 0;
      for (const [index, bound] of LATENCY_BOUNDS.entries()) {
        below += counts[index] ?? 0;
        lines.push(line(bucket, [...labels, String(bound)], below));
      }
      lines.push(line(bucket, [...labels, '+Inf'], count));
      lines.push(line({ name: `${name}_sum`, help, labels: names }, labels, sum));
      lines.push(line({ name: `${name}_count`, help, labels: names }, labels, count));
    }
    return lines;
  }
}

/** Something that is looked up when somebody asks. */
export class Looked implements Metric {
  readonly name: string;
  readonly #options: MetricOptions;
  readonly #kind: 'counter' | 'gauge';
  readonly #look: () => readonly Sample[];

  constructor(kind: 'counter' | 'gauge', options: MetricOptions, look: () => readonly Sample[]) {
    this.name = options.name;
    this.#kind = kind;
    this.#options = options;
    this.#look = look;
  }

  lines(): readonly string[] {
    const samples = this.#look().map(({ labels = [], value }) => line(this.#options, labels, value));
    return [...head(this.#options, this.#kind), ...samples];
  }
}

/** The series of one metric by their labels. */
class Series<Value> {
  readonly #make: () => Value;
  readonly #known = new Map<string, readonly [LabelValues, Value]>();

  constructor(make: () => Value) {
    this.#make = make;
  }

  of(labels: LabelValues): Value {
    const key = labels.join('\n');
    const known = this.#known.get(key);
    if (known !== undefined) return known[1];
    if (this.#known.size >= MAX_SERIES && labels.some((label) => label !== 'other')) {
      return this.of(labels.map(() => 'other'));
    }
    const made = this.#make();
    this.#known.set(key, [labels, made]);
    return made;
  }

  entries(): (readonly [LabelValues, Value])[] {
    return [...this.#known.values()];
  }
}

function head({ name, help }: MetricOptions, kind: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`];
}

function line({ name, labels = [] }: MetricOptions, values: LabelValues, value: number): string {
  const pairs = labels.map((label, index) => `${label}="${escaped(values[index] ?? '')}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`);
}
