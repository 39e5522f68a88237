import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';

interface Options extends CommonOptions {
  readonly force?: boolean;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .option('--force', 'forget the network on this machine, though no tracker can be told')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        ['The others no longer see this peer nor what it shared; a running peer ends. Shared and fetched files stay.'],
        ['{self} leave'],
      ),
    )
    .action((options: Options) => leave(cli, options));
}

async function leave(cli: Cli, options: Options): Promise<void> {
  if (options.force === true) {
    await cli.programs.forget(options.state === undefined ? {} : { state: options.state });
  } else {
    try {
      await withDaemon(cli, options, ({ client, signal }) => client.call(CONTROL_ROUTES.leave, {}, { signal }));
    } catch (error) {
      if (!AyniError.is(error, 'unreachable') && !AyniError.is(error, 'timeout')) throw error;
      throw new AyniError(error.code, `${error.message} To forget the network on this machine only: leave --force.`, {
        cause: error,
      });
    }
  }
  cli.output.value({ left: true });
  cli.output.answer(cli.output.words.say('Left the network. Shared and fetched files stay where they are.'));
}
