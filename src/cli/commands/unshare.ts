import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import { didYouMean } from '../../core/format/did-you-mean.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<NAME>', 'the share’s name, as "status" shows it')
    .addHelpText('after', helpNotes(cli, ['The files stay where they are.'], ['{self} unshare photos']))
    .action(async (name: string, options: CommonOptions) => {
      await withDaemon(cli, options, async ({ client, signal }) => {
        const shares = await client.call(CONTROL_ROUTES.shares, {}, { signal });
        const names = shares.map(({ share }) => share.name);
        if (!names.includes(name)) {
          const hint = didYouMean(name, names);
          throw new AyniError('not-found', `No share is called "${printable(name)}": "status" lists them.${hint}`);
        }
        await client.call(CONTROL_ROUTES.removeShare, { name }, { signal });
      });
      cli.output.value({ name, removed: true });
      const { say } = cli.output.words;
      cli.output.answer(say('No longer shared: {name}. Its files stay where they are.', { name: printable(name) }));
    });
}
