import type { Command } from 'commander';
import type { Static } from 'typebox';

import { formatAddress } from '../../core/access/link.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId, type ContentId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import type { Output } from '../terminal/output.ts';
import { chooseOne } from '../target/choose.ts';
import { candidatesFor, type Candidate } from '../target/candidates.ts';
import type { ForeignCandidate } from '../target/foreign.ts';

interface Options extends CommonOptions {
  readonly id?: string;
}

interface Found {
  readonly target: Exclude<Candidate, { kind: 'tree' }>;
  readonly sources: Static<typeof NETWORK_ROUTES.locate.answer>[ContentId];
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<FILE>', 'a name, a content id, or PEER:share/path')
    .option('--id <ID>', 'which of several contents, by the beginning of its id')
    .addHelpText('after', helpNotes(cli, [], ['{self} where holiday.jpg', '{self} where left:photos/holiday.jpg']))
    .action((text: string, options: Options) => where(cli, text, options));
}

async function where(cli: Cli, text: string, options: Options): Promise<void> {
  const { output } = cli;
  const { say } = output.words;
  const { target, sources } = await withDaemon(cli, options, async (session): Promise<Found> => {
    const found = chooseOne(output, text, await candidatesFor(session, text, options.id));
    if (found.kind === 'tree') {
      throw new AyniError('usage', `${printable(text)} is a folder; where tells of one file: "ls" lists the folder.`);
    }
    if (found.kind === 'foreign') return { target: found, sources: [] };
    const { client, signal } = session;
    const located = await client.call(NETWORK_ROUTES.locate, { contents: [found.content] }, { signal });
    return { target: found, sources: located[found.content] ?? [] };
  });
  if (target.kind === 'foreign') {
    sayForeign(cli, target);
    return;
  }
  const { content, size, name } = target;
  output.value({ content, size, name, sources });
  output.answer(`${printable(name)}  ${content}`);
  if (sources.length === 0) {
    throw new AyniError('no-sources', `Nobody who is online has ${printable(name)}: try again later.`);
  }
  output.table(
    [
      { title: say('PEER') },
      { title: say('ID'), minor: true },
      { title: say('HAS') },
      { title: say('FREE SLOTS'), align: 'right' },
      { title: say('ADDRESS'), minor: true },
    ],
    sources.map((source) => [
      printable(source.name),
      shortId(source.peer),
      source.whole ? say('all') : partOf(output, source.pieces, size),
      say('{part} of {all}', { part: source.slots.free, all: source.slots.total }),
      source.endpoints.map(formatAddress).join(', '),
    ]),
  );
}

/** Outside the network nobody tells more than an address. */
function sayForeign({ output }: Cli, { name, also, ...first }: ForeignCandidate): void {
  const { say } = output.words;
  const holders = [{ name, ...first }, ...also];
  output.value({ name, foreign: holders });
  output.answer(printable(name));
  output.table(
    [{ title: say('DIALECT') }, { title: say('ADDRESS'), minor: true }],
    holders.map((holder) => [holder.dialect, formatAddress(holder)]),
  );
}

function partOf({ words }: Output, pieces: number, size: number | undefined): string {
  return size === undefined ? words.count(pieces, 'piece') : `${Math.floor((100 * pieces) / pieceCount(size))} %`;
}
