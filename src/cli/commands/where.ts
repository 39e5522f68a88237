import type { Command } from 'commander';

import { formatAddress } from '../../core/access/link.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { withDaemon } from '../daemon/session.ts';
import { chooseOne } from '../target/choose.ts';
import { candidatesFor } from '../target/candidates.ts';

interface Options extends CommonOptions {
  readonly id?: string;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<FILE>', 'a name, a content id, or PEER:share/path')
    .option('--id <ID>', 'which of several contents, by the beginning of its id')
    .addHelpText('after', `\nExamples:\n  ${cli.self} where holiday.jpg\n  ${cli.self} where left:photos/holiday.jpg`)
    .action((text: string, options: Options) => where(cli, text, options));
}

async function where(cli: Cli, text: string, options: Options): Promise<void> {
  const { output } = cli;
  const { target, sources } = await withDaemon(cli, options, async (session) => {
    const found = chooseOne(output, text, await candidatesFor(session, text, options.id));
    if (found.kind === 'tree') {
      throw new AyniError('usage', `${printable(text)} is a folder; where tells of one file: "ls" lists the folder.`);
    }
    const { client, signal } = session;
    const located = await client.call(NETWORK_ROUTES.locate, { contents: [found.content] }, { signal });
    return { target: found, sources: located[found.content] ?? [] };
  });
  const { content, size, name } = target;
  output.value({ content, size, name, sources });
  output.answer(`${printable(name)}  ${content}`);
  if (sources.length === 0) {
    throw new AyniError('no-sources', `Nobody who is online has ${printable(name)}: try again later.`);
  }
  output.table(
    [
      { title: 'PEER' },
      { title: 'ID' },
      { title: 'HAS' },
      { title: 'FREE SLOTS', align: 'right' },
      { title: 'ADDRESS' },
    ],
    sources.map((source) => [
      printable(source.name),
      shortId(source.peer),
      source.whole ? 'all' : partOf(source.pieces, size),
      `${source.slots.free} of ${source.slots.total}`,
      source.endpoints.map(formatAddress).join(', '),
    ]),
  );
}

function partOf(pieces: number, size: number | undefined): string {
  return size === undefined ? `${pieces} pieces` : `${Math.floor((100 * pieces) / pieceCount(size))} %`;
}
