import { Option, type Command } from 'commander';

import { ALLOW_UNAUTHENTICATED } from '../../config/dialect-table.ts';
import type { Setting } from '../../config/setting.ts';
import { SETTINGS, type SettingName } from '../../config/settings-table.ts';
import type { Words } from '../words/words.ts';
import { bridged, dialect, groupName, valueOf } from './parsers.ts';

/** Options of the commands that run a daemon for long. */
export function peerOptions(command: Command, words: Words): Command {
  return settings(command, words, 'port', 'downloads', 'slots', 'maxConnections', 'receiveThreads', 'strict');
}

/** The protocols of other systems; `bridge` for who has a peer. */
export function dialectOptions(command: Command, words: Words, { bridge }: { readonly bridge: boolean }): Command {
  command
    .option(
      '--dialect <NAME[:PORT[:PORT]]>',
      'also speak helo, flatgrpc, p4, rede or slots; may be given again',
      dialect,
    )
    .addOption(optionOf(ALLOW_UNAUTHENTICATED, words))
    .option('--config <FILE>', 'settings in TOML (ayni.toml in the state folder unless given)');
  if (!bridge) return command;
  return command.option('--bridge <NAME>', 'bring to programs of that system what the whole network has', bridged);
}

/** How the folders of a command line are shared. */
export interface ShareChoices {
  readonly hidden?: boolean;
  readonly group?: readonly string[];
}

export function shareOptions(command: Command): Command {
  return command
    .option('--hidden', 'share the folders with files whose name begins with a dot')
    .option('--group <GROUP>', 'share the folders with this group only; may be given again', groupName);
}

/** The name is the membership's: it is given when that begins. */
export function nameOption(command: Command, words: Words): Command {
  return settings(command, words, 'name');
}

export function trackerOptions(command: Command, words: Words): Command {
  return settings(command, words, 'trackerPort', 'access', 'trackerMaxConnections', 'store', 'storeFile', 'networkKey');
}

export function daemonOptions(command: Command, words: Words): Command {
  return settings(
    command,
    words,
    'host',
    'controlPort',
    'metricsPort',
    'metricsHost',
    'tracingEndpoint',
    'tracingPercent',
    'logLevel',
    'log',
  );
}

function settings(command: Command, words: Words, ...names: readonly SettingName[]): Command {
  for (const name of names) command.addOption(optionOf(SETTINGS[name], words));
  return command;
}

/** The flag of a setting, with its default in the help and a parser that refuses what the setting does not take. */
function optionOf(setting: Setting, { explain, described }: Words): Option {
  const { flag = '', does, remembered, fallback, otherwise = fallback } = setting;
  const notes = [
    ...(remembered === true ? [explain('remembered')] : []),
    ...(otherwise === undefined || otherwise === false
      ? []
      : [explain('{value} unless given', { value: described(String(otherwise)) })]),
  ];
  const option = new Option(flag, described(does) + (notes.length === 0 ? '' : ` (${notes.join('; ')})`));
  return option.isBoolean() ? option : option.argParser(valueOf(setting));
}
