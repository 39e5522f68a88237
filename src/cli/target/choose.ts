import { AyniError } from '../../core/errors.ts';
import { formatBytes } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import type { Output } from '../terminal/output.ts';
import type { Candidate } from './candidates.ts';
import { foreignUrl } from './foreign.ts';

/** Letters of an id that are shown to choose by. */
const SHOWN_LETTERS = 12;

/**
 * The only candidate; where there are several, lists them with what to type for each.
 * @throws {AyniError} `ambiguous`
 */
export function chooseOne(output: Output, text: string, candidates: readonly Candidate[]): Candidate {
  const [first, ...more] = candidates;
  if (first === undefined) throw new AyniError('not-found', `Nobody shares "${printable(text)}".`);
  if (more.length === 0) return first;
  const { say } = output.words;
  output.value({ ambiguous: text, candidates });
  output.table(
    [
      { title: say('SIZE'), align: 'right' },
      { title: say('SOURCES'), align: 'right' },
      { title: say('PATH') },
      { title: say('CHOOSE WITH'), minor: true },
    ],
    candidates.map(row),
  );
  throw new AyniError('ambiguous', `"${printable(text)}" stands for ${candidates.length} things: choose one as shown.`);
}

function row(candidate: Candidate): string[] {
  if (candidate.kind === 'tree') {
    const path = printable(candidate.path);
    const sources = candidate.also.length === 0 ? '' : String(1 + candidate.also.length);
    return ['', sources, `${path}/`, `'${printable(candidate.peerName)}:${path}'`];
  }
  const size = candidate.size === undefined ? '' : formatBytes(candidate.size);
  if (candidate.kind === 'foreign') {
    const { also, name } = candidate;
    return [size, String(1 + also.length), printable(name), `'${printable(foreignUrl(candidate))}'`];
  }
  const { sources, paths, content } = candidate;
  const known = sources === undefined ? '' : String(sources);
  return [size, known, paths.map(printable).join(', '), `--id ${content.slice(0, SHOWN_LETTERS)}`];
}
