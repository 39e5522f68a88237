import type { BenchOptions } from './report.ts';

/** Something that is measured against others. */
export interface Subject {
  readonly name: string;
  /** Measures once, and throws where the result is wrong. @returns figures by name */
  measure(round: number): Promise<Readonly<Record<string, number>>>;
}

/** Figures by subject, then by name. */
export type Figures = Map<string, Map<string, number[]>>;

/**
 * A B C, A B C …: what else this machine does hits all of them alike. Five rounds, three with `--quick`, unless the
 * options say otherwise.
 */
export async function alternate(subjects: readonly Subject[], options: BenchOptions): Promise<Figures> {
  const rounds = options.rounds ?? (options.quick ? 3 : 5);
  const figures: Figures = new Map();
  for (let round = 1; round <= rounds; round++) {
    for (const subject of subjects) {
      const found = await subject.measure(round);
      const own = figures.get(subject.name) ?? new Map<string, number[]>();
      figures.set(subject.name, own);
      for (const [name, value] of Object.entries(found)) own.set(name, [...(own.get(name) ?? []), value]);
      const text = Object.entries(found).map(([name, value]) => `${name} ${value.toFixed(2)}`);
      options.say(`round ${round} of ${rounds}, ${subject.name}: ${text.join(', ')}`);
    }
  }
  return figures;
}
