import type { Command } from 'commander';

import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { EXIT } from '../exit-codes.ts';
import { AlreadyTold } from '../report-error.ts';
import { talk } from '../shell/conversation.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Understands peers, ls, list, where, search, get, rehash and more ("help" lists them), with history and Tab. From a pipe it reads a command a line, without a prompt; the exit code is that of the first that failed.',
        ],
        ['{self} shell', `echo 'get "my holiday.jpg"' | {self} shell`],
      ),
    )
    .action(async (options: CommonOptions) => {
      const code = await talk(cli, options);
      if (code !== EXIT.ok) throw new AlreadyTold(code);
    });
}
