import { Command, CommanderError } from 'commander';

import type { Cli } from './cli.ts';
import { COMMAND_GROUPS } from './command-table.ts';
import { EXIT, EXIT_MEANINGS } from './exit-codes.ts';
import { AlreadyTold, reportError } from './report-error.ts';
import { wrapText } from './terminal/width.ts';

/**
 * Runs one command line.
 * @param argv what follows the program's name
 * @returns the exit code
 */
export async function runCommandLine(argv: readonly string[], cli: Cli): Promise<number> {
  // Known before parsing, so that a failure to parse is told in the same way.
  const end = argv.indexOf('--');
  cli.output.json = (end < 0 ? argv : argv.slice(0, end)).includes('--json');
  try {
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
  else await program.parseAsync(argv, { from: 'user' });
}

/** Tells what a command line failed with, unless it was told. @returns the exit code */
export function exitCodeAfter(error: unknown, cli: Pick<Cli, 'output' | 'env' | 'signal'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof AlreadyTold) return error.exitCode;
  return reportError(error, cli);
}

async function buildProgram(argv: readonly string[], cli: Cli): Promise<Command> {
  const program = configure(new Command('ayni'), cli)
    .usage('COMMAND [OPTIONS]')
    .description('Share folders in a network that you run yourselves: encrypted, verified, from many at once.')
    .version(cli.programs.version, '-V, --version', 'print the version')
    .addHelpText('after', () => ending(cli));
  for (const { title, commands } of COMMAND_GROUPS) {
    program.commandsGroup(title);
    for (const { name, summary, hidden = false, load } of commands) {
      const command = configure(new Command(name), cli)
        .summary(summary)
        .description(`${capital(summary)}.`);
      program.addCommand(command, { hidden });
      if (!argv.includes(name)) continue;
      const { define } = await load();
      define(command, cli)
        .option('--state <DIR>', 'the state folder (or set AYNI_STATE)')
        .option('--json', 'print JSON, for programs');
    }
  }
  const help = new Command('help').argument('[COMMAND]').description('explain a command').helpGroup('Help:');
  return program.addHelpCommand(help);
}

function configure(command: Command, cli: Cli): Command {
  const help = command.name() === 'ayni' ? `${cli.self} --help` : `${cli.self} ${command.name()} --help`;
  return command
    .exitOverride()
    .helpOption('-h, --help', 'show this help')
    .configureOutput({
      writeOut: (text) => process.stdout.write(wrapText(text, cli.output.answerCells)),
      writeErr: (text) => process.stderr.write(text),
      outputError: (text) => cli.output.error(`ayni: ${oneLine(text)} Try "${help}".`),
    })
    .configureHelp({ showGlobalOptions: false, sortOptions: false, minWidthToWrap: 12 });
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

function ending(cli: Cli): string {
  const codes = EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`).join('\n');
  return `
A first tour:
  ${cli.self} up ./shared              on one machine: starts a network, prints an invite link
  ${cli.self} join LINK ./my-folder    on another
  ${cli.self} search holiday           in a second terminal, on either
  ${cli.self} get holiday.jpg

Exit codes:
${codes}

The state lies in ~/.local/share/ayni or where --state or AYNI_STATE say; AYNI_DEBUG=1 shows the stack of an error.`;
}
