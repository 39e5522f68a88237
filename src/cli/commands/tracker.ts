import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { dialectChoices, type DialectFlags } from '../options/dialects.ts';
import { daemonOptions, dialectOptions, trackerOptions } from '../options/settings.ts';
import type { RunFlags } from '../programs.ts';
import { runDaemon } from '../run-daemon.ts';
import { sayStarted } from '../say-started.ts';
import { openApp } from './open.ts';

export function define(command: Command, cli: Cli): Command {
  const withArgument = command
    .argument('[open]', '"open" opens the pages for admins of the tracker that runs')
    .option('--print', 'with "open": print the link only');
  return daemonOptions(dialectOptions(trackerOptions(withArgument), { bridge: false }))
    .addHelpText(
      'after',
      `
A tracker knows who is there and what they have; it shares and stores no files. It prints two links: one for an admin,
good once, and one for members.

Several trackers of one network share a database and the network's key. The database's password comes from PGPASSWORD,
from AYNI_STORE (the whole address) or from a --store-file, never from the command line.

Examples:
  ${cli.self} tracker --tracker-port 7741
  ${cli.self} tracker --store postgres://ayni@db.example/ayni --network-key ./network.key
  ${cli.self} tracker open`,
    )
    .action(async (action: string | undefined, options: CommonOptions & RunFlags & DialectFlags) => {
      if (action === 'open') return openApp(cli, options);
      if (action !== undefined) throw new AyniError('usage', `A tracker knows "open" only, not "${action}".`);
      const settings = { ...options, ...dialectChoices(options, { runs: 'tracker', cwd: cli.cwd }) };
      const started = await cli.programs.tracker(settings, { signal: cli.signal });
      await sayStarted(cli, started);
      await runDaemon(cli, started, []);
    });
}
