import { Help, type Argument, type HelpConfiguration, type Option } from 'commander';

import type { Words } from '../words/words.ts';

interface Described {
  readonly description: string;
}

/**
 * The help in the language of `words`. Descriptions stand in English where commands are defined, which is also where
 * completion reads the actions of a command; names of values (FILE, PEER) are the same in each language.
 */
export function translatedHelp(words: Words): HelpConfiguration {
  const plain = new Help();
  // What commander adds: choices and defaults.
  const translated = ({ description }: Described, full: string) =>
    words.described(description) +
    full.slice(description.length).replaceAll(/\b(choices|default)(?=: )/g, (label) => words.described(label));
  return {
    styleTitle: (title: string) => words.described(title),
    argumentDescription: (argument: Argument) => translated(argument, plain.argumentDescription(argument)),
    optionDescription: (option: Option) => translated(option, plain.optionDescription(option)),
  };
}
