import type { Command } from 'commander';

import { parseContentId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { withDaemon } from '../daemon/session.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<ID>', 'the whole content id, as "search --json" or "where" show it')
    .addHelpText(
      'after',
      `
Nobody finds the content any more, under whatever name, and it cannot be published again. Files on the members'
machines stay.

Example:
  ${cli.self} withdraw c4kd…`,
    )
    .action(async (id: string, options: CommonOptions) => {
      const content = parseContentId(id);
      await withDaemon(cli, options, ({ client, signal }) =>
        client.call(NETWORK_ROUTES.withdraw, { content }, { signal }),
      );
      cli.output.value({ content, withdrawn: true });
      cli.output.answer('Withdrawn: nobody finds it any more.');
    });
}
