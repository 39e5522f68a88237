import type { Command } from 'commander';

import { formatTime } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import type { Output } from '../terminal/output.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText('after', helpNotes(cli, [], ['{self} members --json']))
    .action(async (options: CommonOptions) => {
      const { output } = cli;
      const members = await withDaemon(cli, options, ({ client, signal }) =>
        client.call(NETWORK_ROUTES.members, {}, { signal }),
      );
      const { say } = output.words;
      output.value(members);
      output.table(
        [
          { title: say('NAME') },
          { title: say('ID'), minor: true },
          { title: say('ROLE') },
          { title: say('GROUPS'), minor: true },
          { title: say('JOINED'), minor: true },
          { title: '' },
        ],
        members.map((member) => [
          printable(member.name),
          shortId(member.peer),
          say(member.role),
          member.groups.map(printable).join(', '),
          formatTime(member.joined),
          standing(output, member),
        ]),
      );
    });
}

function standing(
  { words: { say, count } }: Output,
  { revoked, reports = 0 }: { readonly revoked: boolean; readonly reports?: number },
): string {
  if (revoked) return say('revoked');
  return reports === 0 ? '' : say('{members} had wrong bytes from it', { members: count(reports, 'member') });
}
