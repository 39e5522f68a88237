import type { Command } from 'commander';

import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { dialectChoices, type DialectFlags } from '../options/dialects.ts';
import { daemonOptions, dialectOptions, peerOptions, shareOptions, type ShareChoices } from '../options/settings.ts';
import type { RunFlags } from '../programs.ts';
import { checkFolders, runDaemon } from '../run-daemon.ts';
import { sayStarted } from '../say-started.ts';

export function define(command: Command, cli: Cli): Command {
  const { words } = cli.output;
  const withFolders = command.argument('[FOLDER...]', 'folders to share, beside those shared before');
  return daemonOptions(dialectOptions(peerOptions(shareOptions(withFolders), words), words, { bridge: true }), words)
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Runs the peer of a machine that joined before, until Ctrl-C. It waits for its tracker when that is not there yet.',
        ],
        ['{self} peer', '{self} peer ~/Photos'],
      ),
    )
    .action(async (folders: readonly string[], options: CommonOptions & ShareChoices & RunFlags & DialectFlags) => {
      await checkFolders(cli, folders);
      const settings = { ...options, ...dialectChoices(options, { runs: 'peer', cwd: cli.cwd }) };
      const started = await cli.programs.peer(settings, { signal: cli.signal });
      await sayStarted(cli, started);
      await runDaemon(cli, started, [...folders, ...started.folders], options);
    });
}
