import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { dialectChoices, type DialectFlags } from '../options/dialects.ts';
import {
  type ShareChoices,
  daemonOptions,
  dialectOptions,
  nameOption,
  peerOptions,
  shareOptions,
  trackerOptions,
} from '../options/settings.ts';
import type { RunFlags } from '../programs.ts';
import { checkFolders, runDaemon } from '../run-daemon.ts';
import { sayStarted } from '../say-started.ts';

interface Options extends CommonOptions, ShareChoices, RunFlags, DialectFlags {
  readonly create?: boolean;
}

export function define(command: Command, cli: Cli): Command {
  const { words } = cli.output;
  const withArguments = command
    .argument('[FOLDER...]', 'folders to share')
    .option('--create', 'make a FOLDER that is not there, with a welcome file in it');
  const withPeer = peerOptions(nameOption(shareOptions(withArguments), words), words);
  return daemonOptions(dialectOptions(trackerOptions(withPeer, words), words, { bridge: true }), words)
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Runs a tracker and a peer in one process, prints an invite link, and stays until Ctrl-C. The next start finds the same network, members and shares.',
        ],
        ['{self} up ./shared', '{self} up ~/Photos ~/Music --name studio', '{self} up ./shared --access open'],
      ),
    )
    .action((folders: readonly string[], options: Options) => up(cli, folders, options));
}

async function up(cli: Cli, folders: readonly string[], options: Options): Promise<void> {
  if (options.create === true) for (const folder of folders) await createFolder(cli, folder);
  await checkFolders(cli, folders);
  const settings = { ...options, ...dialectChoices(options, { runs: 'both', cwd: cli.cwd }) };
  const started = await cli.programs.up(settings, { signal: cli.signal });
  await sayStarted(cli, started);
  await runDaemon(cli, started, [...folders, ...started.folders], options);
}

const WELCOME = `Welcome to Ayni.

Everything in this folder is shared with the members of your network. Put files in, and the others find them within
seconds; take them out, and they are gone from the network.
`;

async function createFolder(cli: Cli, folder: string): Promise<void> {
  const path = resolve(cli.cwd, folder);
  try {
    if ((await mkdir(path, { recursive: true })) === undefined) return;
    await writeFile(join(path, 'welcome.txt'), WELCOME, { flag: 'wx' });
  } catch (cause) {
    throw new AyniError('io-failed', `The folder ${path} cannot be made: make it yourself, or name another.`, {
      cause,
    });
  }
}
