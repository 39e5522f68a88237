import { CLI } from './support/ayni-pair.ts';
import { run } from './support/programs.ts';
import { resultOf, type Bench } from './support/report.ts';
import { alternate, type Subject } from './support/rounds.ts';

const STARTS = 10;

/** How long `ayni --version` takes from start to end, beside a Node that does nothing. The mean of ten starts a round. */
export const bench: Bench = async (options) => {
  const ours = 'ayni --version';
  const theirs = 'node -e 0';
  const figures = await alternate([starting(ours, [CLI, '--version']), starting(theirs, ['-e', '0'])], options);
  const [own, other] = [ours, theirs].map((name) => resultOf(name, 'ms', figures.get(name)?.get('ms') ?? []));
  const results = [own, other].filter((result) => result !== undefined);
  const ratios = { node: (other?.value ?? Number.NaN) / (own?.value ?? Number.NaN) };
  return {
    bench: 'startup',
    versions: { node: process.versions.node },
    results,
    ratios,
    ratios_by_case: { start: ratios },
  };
};

function starting(name: string, args: readonly string[]): Subject {
  return {
    name,
    measure: async () => {
      const begun = performance.now();
      for (let start = 0; start < STARTS; start++) await run(process.execPath, args);
      return { ms: (performance.now() - begun) / STARTS };
    },
  };
}
