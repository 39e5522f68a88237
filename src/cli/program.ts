import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';

import type { Cli } from './cli.ts';
import { COMMAND_GROUPS } from './command-table.ts';
import { EXIT, EXIT_MEANINGS } from './exit-codes.ts';
import { exampleLines, type Example } from './help/help-notes.ts';
import { translatedHelp } from './help/translated-help.ts';
import { optionIn } from './options/option-in.ts';
import { AlreadyTold, reportError } from './report-error.ts';
import { wrapText } from './terminal/width.ts';
import { languageFor, LANGUAGES } from './words/language.ts';
import { wordsOf } from './words/words.ts';

/**
 * Runs one command line.
 * @param argv what follows the program's name
 * @returns the exit code
 */
export async function runCommandLine(argv: readonly string[], given: Omit<Cli, 'state'>): Promise<number> {
  // Known before parsing, so that a failure to parse is told in the same way.
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const state = optionIn(options, '--state');
  const cli: Cli = state === undefined ? given : { ...given, state: resolve(given.cwd, state) };
  cli.output.json = options.includes('--json');
  try {
    // Programs read English.
    const language = languageFor(options, cli.env);
    cli.output.words = await wordsOf(cli.output.json ? 'en' : language);
    await performCommandLine(argv, cli);
    return EXIT.ok;
  } catch (error) {
    return exitCodeAfter(error, cli);
  }
}

/** Runs one command line, also one that was typed into a command. @throws for `exitCodeAfter` to tell */
export async function performCommandLine(argv: readonly string[], cli: Cli): Promise<void> {
  const program = await buildProgram(argv, cli);
  if (argv.length === 0) program.outputHelp();
  else await program.parseAsync(unknownIn(argv) ?? argv, { from: 'user' });
}

/** A command that there is not, whose help is asked for: alone it is told as one, where it would get the help of all. */
function unknownIn(argv: readonly string[]): readonly string[] | undefined {
  const [first = '', second = ''] = argv;
  const asked = first === 'help' ? second : argv.some((word) => word === '-h' || word === '--help') ? first : '';
  if (asked === '' || asked.startsWith('-') || asked === 'help') return undefined;
  return COMMAND_GROUPS.some(({ commands }) => commands.some(({ name }) => name === asked)) ? undefined : [asked];
}

/** Tells what a command line failed with, unless it was told. @returns the exit code */
export function exitCodeAfter(error: unknown, cli: Parameters<typeof reportError>[1]): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof AlreadyTold) return error.exitCode;
  return reportError(error, cli);
}

async function buildProgram(argv: readonly string[], cli: Cli): Promise<Command> {
  const { words } = cli.output;
  const program = configure(new Command('ayni'), cli)
    .usage('COMMAND [OPTIONS]')
    .description(
      words.explain('Share folders in a network that you run yourselves: encrypted, verified, from many at once.'),
    )
    .version(cli.programs.version, '-V, --version', 'print the version')
    .addOption(languageOption())
    .addHelpText('after', () => ending(cli));
  for (const { title, commands } of COMMAND_GROUPS) {
    program.commandsGroup(title);
    for (const { name, summary, hidden = false, load } of commands) {
      const does = words.described(summary);
      const command = configure(new Command(name), cli)
        .summary(does)
        .description(`${capital(does)}.`);
      program.addCommand(command, { hidden });
      if (!argv.includes(name)) continue;
      const { define } = await load();
      define(command, cli)
        .option('--state <DIR>', 'the state folder (or set AYNI_STATE)')
        .option('--json', 'print JSON, for programs')
        .addOption(languageOption());
    }
  }
  const help = new Command('help').argument('[COMMAND]').description(words.explain('explain a command'));
  return program.addHelpCommand(help.helpGroup('Help:'));
}

function configure(command: Command, cli: Cli): Command {
  const { words } = cli.output;
  const help = command.name() === 'ayni' ? `${cli.self} --help` : `${cli.self} ${command.name()} --help`;
  return command
    .exitOverride()
    .helpOption('-h, --help', 'show this help')
    .configureOutput({
      writeOut: (text) => process.stdout.write(wrapText(text, cli.output.answerCells)),
      writeErr: (text) => process.stderr.write(text),
      outputError: (text) =>
        cli.output.error(`ayni: ${words.told(oneLine(text))} ${words.say('Try "{help}".', { help })}`),
    })
    .configureHelp({
      ...translatedHelp(words),
      showGlobalOptions: false,
      sortOptions: false,
      minWidthToWrap: 12,
    });
}

/** `error: unknown command 'serch'\n(Did you mean search?)` → `unknown command 'serch'. Did you mean search?` */
function oneLine(text: string): string {
  const [what = '', ...hints] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const hint = hints.join(' ').replaceAll(/[()]/g, '');
  return [`${what.replace(/\.$/, '')}.`, hint].filter((part) => part !== '').join(' ');
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Read before parsing, by `languageFor`. */
function languageOption(): Option {
  return new Option('--language <LANGUAGE>', 'what to speak (or set AYNI_LANGUAGE)').choices(LANGUAGES);
}

const TOUR: readonly Example[] = [
  ['{self} up ./shared', 'on one machine: starts a network, prints an invite link'],
  ['{self} join LINK ./my-folder', 'on another'],
  ['{self} search holiday', 'in a second terminal, on either'],
  '{self} get holiday.jpg',
];

function ending(cli: Cli): string {
  const { explain, described } = cli.output.words;
  const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join('\n');
  return `
${explain('A first tour:')}
${indented(exampleLines(cli, TOUR))}

${explain('Exit codes:')}
${indented(EXIT_MEANINGS.map(([code, meaning]) => String(code).padEnd(5) + described(meaning)))}

${explain('The state lies in ~/.local/share/ayni or where --state or AYNI_STATE say; AYNI_DEBUG=1 shows the stack of an error.')}`;
}
