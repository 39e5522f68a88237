import { AyniError } from '../../core/errors.ts';
import { formatBytes } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId } from '../../core/ids.ts';
import type { Cli } from '../cli.ts';
import { isTyped, LineReader } from '../shell/line-reader.ts';
import type { ContentCandidate } from './candidates.ts';
import { chooseOne } from './choose.ts';

/**
 * The only candidate, or the one that a person at a terminal chooses of several.
 * @throws {AyniError} `ambiguous`, after listing them, where nobody can answer; `cancelled` where somebody chose none
 */
export async function askWhich(
  cli: Cli,
  text: string,
  candidates: readonly ContentCandidate[],
): Promise<ContentCandidate> {
  const [first, ...more] = candidates;
  if (first !== undefined && more.length === 0) return first;
  const { output } = cli;
  const { say } = output.words;
  if (first === undefined || !output.interactive || !isTyped(cli)) {
    chooseOne(output, text, candidates);
    throw new AyniError('ambiguous', `"${printable(text)}" stands for several things.`);
  }
  output.table(
    [
      { title: '', align: 'right' },
      { title: say('SIZE'), align: 'right' },
      { title: say('PATH') },
      { title: say('SOURCES'), align: 'right', minor: true },
      { title: say('ID'), minor: true },
    ],
    candidates.map(({ size, paths, sources, content }, at) => [
      String(at + 1),
      size === undefined ? '' : formatBytes(size),
      paths.map(printable).join(', '),
      sources === undefined ? '' : String(sources),
      shortId(content),
    ]),
  );
  using reader = new LineReader(cli);
  const answer =
    (await reader.ask(`${say('Which? (1 to {last}, nothing for none)', { last: candidates.length })} `))?.trim() ?? '';
  if (answer === '') throw new AyniError('cancelled', 'None was chosen: nothing is done.');
  const chosen = /^\d{1,6}$/.test(answer) ? candidates[Number(answer) - 1] : undefined;
  if (chosen === undefined) throw new AyniError('usage', `${printable(answer)} is none of 1 to ${candidates.length}.`);
  return chosen;
}
