import type { Command } from 'commander';

import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import { watchShares } from '../daemon/watch.ts';
import { sayShares } from '../say-shares.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('[NAME]', 'one share; all unless given')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'A running peer notices changes by itself; this is for file systems that tell of none, such as network drives.',
        ],
        ['{self} rescan photos'],
      ),
    )
    .action(async (name: string | undefined, options: CommonOptions) => {
      const shares = await withDaemon(cli, options, async (session) => {
        const { client, signal } = session;
        const all = await client.call(CONTROL_ROUTES.shares, {}, { signal });
        const names = all.map(({ share }) => share.name).filter((one) => name === undefined || one === name);
        const work = client.call(CONTROL_ROUTES.rescan, name === undefined ? {} : { name }, { signal });
        return watchShares(session, cli.output, names, work);
      });
      cli.output.value(shares);
      sayShares(cli.output, shares);
      if (shares.length === 0) cli.output.remark(cli.output.words.say('Nothing is shared.'));
    });
}
