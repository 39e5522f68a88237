import type { Command } from 'commander';

import type { Cli, CommonOptions } from '../cli.ts';
import { daemonOptions, peerOptions, shareOptions, type ShareChoices } from '../options/settings.ts';
import type { PeerSettings } from '../programs.ts';
import { checkFolders, runDaemon } from '../run-daemon.ts';
import { sayStarted } from '../say-started.ts';

export function define(command: Command, cli: Cli): Command {
  return daemonOptions(
    peerOptions(shareOptions(command.argument('[FOLDER...]', 'folders to share, beside those shared before'))),
  )
    .addHelpText(
      'after',
      `
Runs the peer of a machine that joined before, until Ctrl-C. It waits for its tracker when that is not there yet.

Examples:
  ${cli.self} peer
  ${cli.self} peer ~/Photos`,
    )
    .action(async (folders: readonly string[], options: CommonOptions & ShareChoices & PeerSettings) => {
      await checkFolders(cli, folders);
      const started = await cli.programs.peer(options, { signal: cli.signal });
      await sayStarted(cli, started);
      await runDaemon(cli, started, folders, options);
    });
}
