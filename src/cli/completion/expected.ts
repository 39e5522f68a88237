import type { Argument, Command, Option } from 'commander';

/** What a word may name. `file` and `folder` are this machine's; the shell itself knows them. */
export type Kind = 'file' | 'folder' | 'peer' | 'network' | 'share' | 'download' | 'unknown';

/** What may stand where the cursor is. */
export type Expected =
  | { readonly kind: 'one-of'; readonly words: readonly Offer[]; readonly prefix?: string }
  | { readonly kind: Kind; readonly prefix?: string };

export interface Offer {
  readonly word: string;
  readonly meaning?: string;
}

/** By the name that the help gives an argument. */
const ARGUMENTS: Readonly<Record<string, Kind>> = {
  'PEER:PATH': 'network',
  'PEER:FOLDER': 'network',
  FILE: 'network',
  FOLDER: 'folder',
  DIR: 'folder',
  PATH: 'file',
  PEER: 'peer',
  NAME: 'share',
  DOWNLOAD: 'download',
};

/** By the name that the help gives an option's value. */
const VALUES: Readonly<Record<string, Kind>> = { DIR: 'folder', FILE: 'file', PATH: 'file', PEER: 'peer' };

/**
 * @param command the one that is named, with its options
 * @param before the words between its name and the cursor
 * @param word what is typed of the one at the cursor
 */
export function expectedAfter(command: Command, before: readonly string[], word: string): Expected {
  const options = command.createHelp().visibleOptions(command);
  let places = 0;
  let waiting: Option | undefined;
  let onlyArguments = false;
  for (const one of before) {
    if (waiting !== undefined) waiting = undefined;
    else if (onlyArguments || !/^-./.test(one)) places++;
    else if (one === '--') onlyArguments = true;
    else waiting = options.find((option) => option.required && isNamed(option, one));
  }
  if (waiting !== undefined) return valueOf(waiting);
  const assigned = /^(--[^=]+)=/.exec(word);
  if (!onlyArguments && assigned !== null) {
    const option = options.find((each) => isNamed(each, assigned[1] ?? ''));
    return option === undefined ? { kind: 'unknown' } : { ...valueOf(option), prefix: assigned[0] };
  }
  if (!onlyArguments && word.startsWith('-')) return { kind: 'one-of', words: options.map(offerOf) };
  const { registeredArguments: all } = command;
  const last = all.at(-1);
  return argument(all[places] ?? (last?.variadic === true ? last : undefined));
}

function isNamed({ long, short }: Option, word: string): boolean {
  return word === long || word === short;
}

function argument(one: Argument | undefined): Expected {
  if (one === undefined) return { kind: 'unknown' };
  if (one.argChoices !== undefined) return choices(one.argChoices);
  // Actions are told in the description, each in quotes.
  const actions = one.name() === 'ACTION' ? [...one.description.matchAll(/"([a-z]+)"/g)] : [];
  if (actions.length > 0) return choices(actions.map(([, action = '']) => action));
  return { kind: ARGUMENTS[one.name()] ?? 'unknown' };
}

function valueOf(option: Option): Expected {
  if (option.argChoices !== undefined) return choices(option.argChoices);
  return { kind: VALUES[/[<[]([A-Z]+)/.exec(option.flags)?.[1] ?? ''] ?? 'unknown' };
}

function choices(words: readonly string[]): Expected {
  return { kind: 'one-of', words: words.map((word) => ({ word })) };
}

function offerOf({ long, short, description }: Option): Offer {
  return { word: long ?? short ?? '', meaning: description };
}
