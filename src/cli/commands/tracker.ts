import { resolve } from 'node:path';
import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { formatBytes } from '../../core/format/quantity.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { dialectChoices, type DialectFlags } from '../options/dialects.ts';
import { daemonOptions, dialectOptions, trackerOptions } from '../options/settings.ts';
import type { RunFlags } from '../programs.ts';
import { runDaemon } from '../run-daemon.ts';
import { sayStarted } from '../say-started.ts';
import { openApp } from './open.ts';

type TrackerFlags = CommonOptions & RunFlags & DialectFlags;

export function define(command: Command, cli: Cli): Command {
  const { words } = cli.output;
  const withArgument = command
    .argument(
      '[ACTION]',
      '"open" opens the pages for admins of the tracker that runs; "backup" copies its state to FOLDER; "move" moves the network to --store',
    )
    .argument('[FOLDER]', 'with "backup": where to, a folder that is not there yet')
    .option('--print', 'with "open": print the link only');
  return daemonOptions(dialectOptions(trackerOptions(withArgument, words), words, { bridge: false }), words)
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'A tracker knows who is there and what they have; it shares and stores no files. It prints two links: one for an admin, good once, and one for members.',
          "Several trackers of one network share a database and the network's key. The database's password comes from PGPASSWORD, from AYNI_STORE (the whole address) or from a --store-file, never from the command line.",
        ],
        [
          '{self} tracker --tracker-port 7741',
          '{self} tracker --store postgres://ayni@db.example/ayni --network-key ./network.key',
          '{self} tracker move --store postgres://ayni@db.example/ayni',
          '{self} tracker backup /srv/backups/monday',
          '{self} tracker open',
        ],
      ),
    )
    .action(async (action: string | undefined, folder: string | undefined, options: TrackerFlags) => {
      if (action === 'backup') return backUp(cli, folder, options);
      if (folder !== undefined)
        throw new AyniError('usage', `Only "backup" takes a folder, "${folder}" is one too many.`);
      if (action === 'open') return openApp(cli, options);
      if (action === 'move') return moveNetwork(cli, options);
      if (action !== undefined) {
        throw new AyniError('usage', `A tracker knows "open", "backup" and "move" only, not "${action}".`);
      }
      const settings = { ...options, ...dialectChoices(options, { runs: 'tracker', cwd: cli.cwd }) };
      const started = await cli.programs.tracker(settings, { signal: cli.signal });
      await sayStarted(cli, started);
      await runDaemon(cli, started, []);
    });
}

/** Of a tracker that runs or not. */
async function backUp(cli: Cli, folder: string | undefined, options: TrackerFlags): Promise<void> {
  if (folder === undefined)
    throw new AyniError('usage', 'Say where to: tracker backup FOLDER, which is not there yet.');
  const target = resolve(cli.cwd, folder);
  const made = await cli.programs.backUpTracker(options, target, { signal: cli.signal });
  if (cli.output.json) return cli.output.value(made);
  const { members, entries, bytes } = made;
  const { say, count, number } = cli.output.words;
  cli.output.answer(
    say('{folder}: {members}, {entries} published files and folders, {size}.', {
      folder: printable(made.folder),
      members: count(members, 'member'),
      entries: number(entries),
      size: formatBytes(bytes),
    }),
  );
  cli.output.remark(say('It holds the key of the network: keep it as you keep a password.'));
  const command = `${cli.self} tracker --state ${printable(made.folder)}`;
  cli.output.remark(say('Try it on another machine: {command}', { command }));
}

/** From the SQLite file to PostgreSQL, while no tracker runs. */
async function moveNetwork(cli: Cli, options: CommonOptions & RunFlags): Promise<void> {
  const moved = await cli.programs.moveTracker(options);
  const { members, shares, entries, holds } = moved;
  if (cli.output.json) return cli.output.value(moved);
  const { say, count, number } = cli.output.words;
  cli.output.answer(
    say('Moved {members}, {shares} with {entries} files and folders, and {holds} other holdings.', {
      members: count(members, 'member'),
      shares: count(shares, 'share'),
      entries: number(entries),
      holds: number(holds),
    }),
  );
  cli.output.remark(
    say('The next "{command}" uses the database; the file tracker.sqlite is as it was.', {
      command: callOf(cli, 'tracker'),
    }),
  );
}
