import { AyniError } from '../../core/errors.ts';
import { formatBytes } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import type { Output } from '../terminal/output.ts';
import type { Candidate } from './candidates.ts';

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
  output.value({ ambiguous: text, candidates });
  output.table(
    [
      { title: 'SIZE', align: 'right' },
      { title: 'SOURCES', align: 'right' },
      { title: 'PATH' },
      { title: 'CHOOSE WITH' },
    ],
    candidates.map((candidate) =>
      candidate.kind === 'content'
        ? [
            candidate.size === undefined ? '' : formatBytes(candidate.size),
            candidate.sources === undefined ? '' : String(candidate.sources),
            candidate.paths.map(printable).join(', '),
            `--id ${candidate.content.slice(0, SHOWN_LETTERS)}`,
          ]
        : ['', '', `${printable(candidate.path)}/`, `'${printable(candidate.peerName)}:${printable(candidate.path)}'`],
    ),
  );
  throw new AyniError('ambiguous', `"${printable(text)}" stands for ${candidates.length} things: choose one as shown.`);
}
