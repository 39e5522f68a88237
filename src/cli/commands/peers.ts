import type { Command } from 'commander';

import { formatAddress } from '../../core/access/link.ts';
import { formatBytes, formatTime } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';

interface Options extends CommonOptions {
  readonly online?: boolean;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .option('--online', 'only those that are online')
    .addHelpText('after', helpNotes(cli, [], ['{self} peers --online']))
    .action((options: Options) => peers(cli, options));
}

async function peers(cli: Cli, options: Options): Promise<void> {
  const { output } = cli;
  const { say, number, described } = output.words;
  const all = await withDaemon(cli, options, ({ client, signal }) => client.call(NETWORK_ROUTES.peers, {}, { signal }));
  const shown = all.filter(({ online }) => online || options.online !== true);
  output.value(shown);
  output.table(
    [
      { title: say('NAME') },
      { title: say('ID'), minor: true },
      { title: say('ROLE'), minor: true },
      { title: say('FILES'), align: 'right' },
      { title: say('SIZE'), align: 'right' },
      { title: say('ADDRESS'), minor: true },
      { title: say('SEEN') },
    ],
    shown.map((peer) => [
      printable(peer.name),
      shortId(peer.peer),
      peer.role === 'foreign' ? `[${printable(peer.agent)}]` : described(peer.role),
      number(peer.files),
      formatBytes(peer.bytes),
      peer.endpoints[0] === undefined ? '' : formatAddress(peer.endpoints[0]),
      peer.online ? say('online') : formatTime(peer.seen),
    ]),
  );
}
