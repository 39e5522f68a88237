import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { formatReport, type Bench } from './support/report.ts';

/** `npm run bench -- NAME [--quick] [--json]`: a bench is a module beside this one that exports `bench`. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const names = readdirSync(fileURLToPath(new URL('.', import.meta.url)))
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3));
const [name] = positionals;

if (name === undefined || positionals.length > 1 || !names.includes(name)) {
  console.error(`Name one bench: npm run bench -- NAME [--quick] [--json], where NAME is one of ${names.join(', ')}.`);
  process.exitCode = 2;
} else {
  const { bench } = (await import(`./${name}.ts`)) as { bench: Bench };
  const report = await bench({ quick: values.quick, say: (line) => console.error(line) });
  console.log(values.json ? JSON.stringify(report) : formatReport(report));
}
