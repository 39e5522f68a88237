import { Command } from 'commander';

import { printable } from '../../core/format/printable.ts';
import type { Cli } from '../cli.ts';
import { COMMAND_GROUPS } from '../command-table.ts';
import { expectedAfter, type Expected, type Offer } from '../completion/expected.ts';
import { namesFor } from '../completion/network-names.ts';
import { shellWords } from '../completion/shell-words.ts';
import { ControlClient } from '../daemon/control-client.ts';

interface Options {
  readonly line?: boolean;
}

/** Whoever pressed Tab waits, ms. */
const DEADLINE_MS = 900;
const MAX_MEANING = 60;

const COMMANDS = COMMAND_GROUPS.flatMap(({ commands }) => commands);

/**
 * What the scripts of `completion` ask. Answers in lines: first `words`, `file` or `folder` for what the shell should
 * offer, then a word a line, perhaps with a tab and its meaning. It starts no daemon and never fails: where something
 * is wrong there is nothing to offer.
 */
export function define(command: Command, cli: Cli): Command {
  return command
    .argument('[WORD...]', 'the words after the name of the program, the last one as far as it is typed')
    .option('--line', 'one argument: the line up to the cursor, as it stands in a POSIX shell')
    .action(async (words: readonly string[], options: Options) => {
      const typed = options.line === true ? shellWords(words.join(' ')).slice(1) : words;
      const { kind, offers } = await offersFor(cli, typed).catch(() => ({ kind: 'words', offers: [] }));
      cli.output.answer(kind);
      for (const { word, meaning = '' } of offers) {
        cli.output.answer(
          meaning === '' ? word : `${word}\t${printable(cli.output.words.described(meaning)).slice(0, MAX_MEANING)}`,
        );
      }
    });
}

async function offersFor(cli: Cli, typed: readonly string[]) {
  const before = typed.slice(0, -1);
  const word = typed.at(-1) ?? '';
  const expected = await expectedIn(cli, before, word);
  const { kind, prefix = '' } = expected;
  if (kind === 'file' || kind === 'folder') return { kind, offers: [] };
  const rest = word.slice(prefix.length);
  const offers = kind === 'one-of' ? expected.words : await fromDaemon(cli, before, kind, rest);
  const fitting = offers.filter((offer) => offer.word.startsWith(rest) && isTypeable(offer, kind));
  const unique = new Map(fitting.map(({ word: text, ...more }) => [text, { word: prefix + text, ...more }]));
  return { kind: 'words', offers: [...unique.values()] };
}

async function expectedIn(cli: Cli, [name, ...before]: readonly string[], word: string): Promise<Expected> {
  if (name === undefined && word.startsWith('-'))
    return { kind: 'one-of', words: [{ word: '--help' }, { word: '--version' }] };
  if (name === undefined || (name === 'help' && before.length === 0)) return { kind: 'one-of', words: commandNames() };
  const entry = COMMANDS.find((one) => one.name === name);
  if (entry === undefined) return { kind: 'unknown' };
  const { define: defineIt } = await entry.load();
  const command = defineIt(new Command(name), cli).option('--state <DIR>', 'the state folder').option('--json', 'JSON');
  return expectedAfter(command, before, word);
}

function commandNames(): readonly Offer[] {
  const shown = COMMANDS.filter(({ hidden }) => hidden !== true);
  return [...shown.map(({ name, summary }) => ({ word: name, meaning: summary })), { word: 'help' }];
}

/** Names come from others: what cannot be typed, or would be an option, is not offered. */
function isTypeable({ word }: Offer, kind: string): boolean {
  return printable(word) === word && (kind === 'one-of' || !word.startsWith('-'));
}

async function fromDaemon(cli: Cli, before: readonly string[], kind: Parameters<typeof namesFor>[0], word: string) {
  const state = before[before.indexOf('--state') + 1];
  const daemon = await cli.programs.running(before.includes('--state') && state !== undefined ? { state } : {});
  if (daemon === undefined) return [];
  const signal = AbortSignal.any([cli.signal, AbortSignal.timeout(DEADLINE_MS)]);
  return namesFor(kind, word, { client: new ControlClient(daemon.control), signal });
}
