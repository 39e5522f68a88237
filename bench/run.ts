import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { CannotMeasure, formatReport, type Bench } from './support/report.ts';

/**
 * `npm run bench -- NAME [--quick] [--json] [--rounds N]`: a bench is a module beside this one that exports `bench`.
 * The swarm also takes `[--leechers N[,N…]] [--only PROGRAM[,PROGRAM…]] [--congestion NAME]`.
 */
const USAGE =
  'npm run bench -- NAME [--quick] [--json] [--rounds N], and for swarm [--leechers N[,N…]] [--only PROGRAM[,PROGRAM…]] [--congestion NAME]';
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    leechers: { type: 'string' },
    only: { type: 'string' },
    congestion: { type: 'string' },
  },
});
const names = readdirSync(fileURLToPath(new URL('.', import.meta.url)))
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const [name] = positionals;
const counts = [values.rounds, ...(values.leechers?.split(',') ?? [])].filter((text) => text !== undefined);

if (name === undefined || positionals.length > 1 || !names.includes(name)) {
  console.error(`Name one bench: ${USAGE}, where NAME is one of ${names.join(', ')}.`);
  process.exitCode = 2;
} else if (!counts.every((text) => /^[1-9]\d{0,2}$/.test(text))) {
  console.error(`Rounds and leechers are numbers from 1 to 999: ${USAGE}.`);
  process.exitCode = 2;
} else {
  const { bench } = (await import(`./${name}.ts`)) as { bench: Bench };
  try {
    const report = await bench({
      quick: values.quick,
      say: (line) => console.error(line),
      ...(values.rounds === undefined ? {} : { rounds: Number(values.rounds) }),
      ...(values.leechers === undefined ? {} : { leechers: values.leechers.split(',').map(Number) }),
      ...(values.only === undefined ? {} : { only: values.only.split(',') }),
      ...(values.congestion === undefined ? {} : { congestion: values.congestion }),
    });
    console.log(values.json ? JSON.stringify(report) : formatReport(report));
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
