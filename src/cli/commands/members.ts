import type { Command } from 'commander';

import { formatCount, formatTime } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText('after', helpNotes(cli, [], ['{self} members --json']))
    .action(async (options: CommonOptions) => {
      const { output } = cli;
      const members = await withDaemon(cli, options, ({ client, signal }) =>
        client.call(NETWORK_ROUTES.members, {}, { signal }),
      );
      output.value(members);
      output.table(
        [
          { title: 'NAME' },
          { title: 'ID', minor: true },
          { title: 'ROLE' },
          { title: 'GROUPS', minor: true },
          { title: 'JOINED', minor: true },
          { title: '' },
        ],
        members.map((member) => [
          printable(member.name),
          shortId(member.peer),
          member.role,
          member.groups.map(printable).join(', '),
          formatTime(member.joined),
          standing(member),
        ]),
      );
    });
}

function standing({ revoked, reports = 0 }: { readonly revoked: boolean; readonly reports?: number }): string {
  if (revoked) return 'revoked';
  return reports === 0 ? '' : `${formatCount(reports, 'member')} had wrong bytes from it`;
}
