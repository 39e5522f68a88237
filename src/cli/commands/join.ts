import type { Command } from 'commander';

import { formatAddress, parseLink } from '../../core/access/link.ts';
import { AyniError } from '../../core/errors.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { dialectChoices, type DialectFlags } from '../options/dialects.ts';
import {
  type ShareChoices,
  daemonOptions,
  dialectOptions,
  nameOption,
  peerOptions,
  shareOptions,
} from '../options/settings.ts';
import type { RunFlags } from '../programs.ts';
import { checkFolders, runDaemon } from '../run-daemon.ts';
import { sayStarted } from '../say-started.ts';

interface Options extends CommonOptions, ShareChoices, RunFlags, DialectFlags {
  readonly stay: boolean;
  readonly wait: boolean;
}

/** How long a person is left without a word, ms. */
const SILENCE_MS = 2000;
/** Characters of a link that are read from stdin. */
const MAX_LINK = 8192;

export function define(command: Command, cli: Cli): Command {
  const { words } = cli.output;
  const withArguments = command
    .argument('<LINK>', 'the invite link, in quotes; "-" reads it from stdin')
    .argument('[FOLDER...]', 'folders to share')
    .option('--no-stay', 'join only, and do not run the peer')
    .option('--no-wait', 'fail at once when no tracker answers');
  const withPeer = peerOptions(nameOption(shareOptions(withArguments), words), words);
  return daemonOptions(dialectOptions(withPeer, words, { bridge: true }), words)
    .addHelpText(
      'after',
      helpNotes(
        cli,
        ['Joins once, shares the folders, and runs the peer until Ctrl-C; later "{self} peer" starts it again.'],
        ["{self} join 'ayni://192.168.1.5:7741/#1.n…' ./my-folder", '{self} join - < link.txt'],
      ),
    )
    .action((link: string, folders: readonly string[], options: Options) => join(cli, link, folders, options));
}

async function join(cli: Cli, text: string, folders: readonly string[], options: Options): Promise<void> {
  const { output, programs, signal } = cli;
  const { say, described } = output.words;
  await checkFolders(cli, folders);
  const link = text === '-' ? await readLink(cli.stdin) : text;
  const { network, role, already } = await persistently(cli, link, options);
  output.remark(
    already
      ? say('This machine is a member of the network already.')
      : say('Joined the network as {role}.', { role: described(role) }),
  );
  if (!options.stay) {
    output.value({ network, role, already });
    output.answer(say('"{command}" runs the peer.', { command: callOf(cli, 'peer') }));
    return;
  }
  const settings = { ...options, ...dialectChoices(options, { runs: 'peer', cwd: cli.cwd }) };
  const started = await programs.peer(settings, { signal });
  await sayStarted(cli, started);
  await runDaemon(cli, started, [...folders, ...started.folders], options);
}

/** Says in a line what is waited for: at once where nobody is there, after a while where somebody is and is silent. */
async function persistently({ output, programs, signal }: Cli, link: string, options: Options) {
  if (!options.wait) return programs.join(link, options, { signal });
  const { say, told } = output.words;
  const patience = setTimeout(() => {
    const where = parseLink(link).trackers.map(formatAddress).join(', ');
    output.remark(say('Waiting for the tracker ({where}) to answer. Ctrl-C gives up.', { where }));
  }, SILENCE_MS);
  const onWaiting = (reason: string) => {
    clearTimeout(patience);
    output.remark(say('{reason} Trying again until it answers.', { reason: told(reason) }));
  };
  try {
    return await programs.join(link, options, { signal, onWaiting });
  } finally {
    clearTimeout(patience);
  }
}

async function readLink(stdin: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.length > MAX_LINK) throw new AyniError('bad-link', 'What came on stdin is too long for a link.');
  }
  return text.trim();
}
