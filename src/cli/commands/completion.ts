import { Argument, type Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import { SCRIPTS } from '../completion/scripts.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export function define(command: Command, cli: Cli): Command {
  const { self, output } = cli;
  const { explain } = output.words;
  const places = SHELLS.map((shell) => SCRIPTS[shell].place(self, output.words)).join('\n\n');
  return command
    .addArgument(new Argument('<SHELL>', 'which shell').choices(SHELLS))
    .addHelpText(
      'after',
      `
${explain('Prints a script that completes commands, options, peers, and paths of peers while a peer runs here.')}

${explain('Examples, one for each shell; they make it stay:')}
${places.replaceAll(/^/gm, '  ')}`,
    )
    .action((text: string) => {
      const shell = SHELLS.find((one) => one === text);
      if (shell === undefined) throw new AyniError('usage', `There is one for ${SHELLS.join(', ')}.`);
      const { script, place } = SCRIPTS[shell];
      output.value({ shell, script });
      output.answer(script.trimEnd());
      if (output.interactive) output.remark(`\n${output.words.say('To make it stay:')}\n${place(self, output.words)}`);
    });
}
