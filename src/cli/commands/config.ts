import type { Command } from 'commander';

import { problemLine } from '../../config/problem.ts';
import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { EXIT } from '../exit-codes.ts';
import { dialectChoices, type DialectFlags } from '../options/dialects.ts';
import { daemonOptions, dialectOptions, nameOption, peerOptions, trackerOptions } from '../options/settings.ts';
import type { ConfigReport, RunFlags } from '../programs.ts';
import { AlreadyTold } from '../report-error.ts';
import { verdict } from '../terminal/verdict.ts';

export function define(command: Command, cli: Cli): Command {
  const { words } = cli.output;
  const withArguments = command
    .argument('<ACTION>', '"check" says what is wrong, "print" shows what holds and from where')
    .argument('[PATH]', 'the settings file (ayni.toml in the state folder unless given)');
  const withPeer = peerOptions(nameOption(withArguments, words), words);
  return daemonOptions(dialectOptions(trackerOptions(withPeer, words), words, { bridge: true }), words)
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'A flag goes before the environment, that before the settings file, and that before what the state folder remembers of earlier command lines. Options are those of "up": they show what would hold with them. Secrets are masked.',
        ],
        ['{self} config check', '{self} config check ./ayni.toml', '{self} config print --json'],
      ),
    )
    .action(async (action: string, path: string | undefined, options: CommonOptions & RunFlags & DialectFlags) => {
      const choices = dialectChoices(
        { ...options, ...(path === undefined ? {} : { config: path }) },
        { runs: 'both', cwd: cli.cwd },
      );
      if (action !== 'check' && action !== 'print') {
        throw new AyniError('usage', `config knows "check" and "print", not "${printable(action)}".`);
      }
      const report = await cli.programs.config({ ...options, ...choices });
      cli.output.value(action === 'check' ? { file: report.file, problems: report.problems } : report);
      const { say, told } = words;
      if (action === 'print') print(cli, report);
      for (const problem of report.problems)
        cli.output.answer(verdict(cli.output, false, printable(told(problemLine(problem)))));
      if (report.problems.length > 0) throw new AlreadyTold(EXIT.usage);
      if (action === 'check')
        cli.output.answer(
          verdict(cli.output, true, report.file ?? say('There is no settings file, and nothing is wrong.')),
        );
    });
}

function print({ output }: Cli, { file, values }: ConfigReport): void {
  const { say, described } = output.words;
  output.remark(say('Settings file: {file}', { file: file ?? say('none') }));
  const shown = (value: unknown): string => printable(typeof value === 'string' ? value : JSON.stringify(value));
  output.table(
    [{ title: say('SETTING') }, { title: say('VALUE') }, { title: say('FROM') }],
    values.map(({ at, value, source, otherwise = say('none') }) => [
      at,
      value === undefined ? `(${described(otherwise)})` : shown(value),
      say(source),
    ]),
  );
}
