/** What the shell of this system is told, on one line. */
export type P4Command =
  | { readonly verb: 'help' | 'disconnect' | 'list' | 'exit' | 'nothing' }
  | { readonly verb: 'connect'; readonly host: string; readonly port: number; readonly token: string | undefined }
  | { readonly verb: 'where'; readonly file: string }
  | { readonly verb: 'get'; readonly file: string; readonly out: string | undefined }
  /** One line to say instead. */
  | { readonly verb: 'mistake'; readonly text: string };

export const P4_PROMPT = 'P4> ';

const USAGE = {
  help: 'help',
  connect: 'connect [-h host] [-p port] [-t token]',
  disconnect: 'disconnect',
  list: 'list',
  where: 'where FILE',
  get: 'get FILE [-o OUT]',
  exit: 'exit',
} as const;

const MEANING: Readonly<Record<keyof typeof USAGE, string>> = {
  help: 'this text',
  connect: 'registers at a master; localhost and 8000 unless given, the token is its secret',
  disconnect: 'leaves it',
  list: 'the files that others have',
  where: 'who has a file',
  get: 'fetches a file, under another name with -o',
  exit: 'leaves, and ends',
};

/** Verbs, in the order in which `help` lists them; for completion. */
export const P4_VERBS = Object.keys(USAGE);

/** What `help` shows. */
export function helpLines(): readonly string[] {
  const width = Math.max(...Object.values(USAGE).map((usage) => usage.length));
  return Object.entries(MEANING).map(([verb, meaning]) => {
    const usage = Object.entries(USAGE).find(([name]) => name === verb)?.[1] ?? verb;
    return `${usage.padEnd(width)}  ${meaning}`;
  });
}

/** Words, parted by blanks; quotes of either kind hold blanks together. Undefined where a quote is not closed. */
function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const letter of line) {
    if (quote !== undefined) {
      if (letter === quote) quote = undefined;
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (word !== undefined) words.push(word);
  return quote === undefined ? words : undefined;
}

/** Options, each with a value, and what stands beside them. Undefined for an unknown option or one without a value. */
function optionsOf(
  words: readonly string[],
  known: readonly string[],
): { readonly values: ReadonlyMap<string, string>; readonly rest: readonly string[] } | undefined {
  const values = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (!/^-[a-z]$/.test(word)) {
      rest.push(word);
      continue;
    }
    const value = words[++at];
    if (!known.includes(word) || value === undefined) return undefined;
    values.set(word, value);
  }
  return { values, rest };
}

function mistake(verb: keyof typeof USAGE): P4Command {
  return { verb: 'mistake', text: `Usage: ${USAGE[verb]}` };
}

function parseConnect(words: readonly string[]): P4Command {
  const options = optionsOf(words, ['-h', '-p', '-t']);
  const port = options?.values.get('-p') ?? '8000';
  if (options === undefined || options.rest.length > 0 || !/^\d{1,5}$/.test(port)) return mistake('connect');
  if (Number(port) < 1 || Number(port) > 65_535) return mistake('connect');
  return {
    verb: 'connect',
    host: options.values.get('-h') ?? 'localhost',
    port: Number(port),
    token: options.values.get('-t'),
  };
}

function parseGet(words: readonly string[]): P4Command {
  const options = optionsOf(words, ['-o']);
  const [file, ...more] = options?.rest ?? [];
  if (options === undefined || file === undefined || more.length > 0) return mistake('get');
  return { verb: 'get', file, out: options.values.get('-o') };
}

/** What a line asks for. Never throws: a line that makes no sense is a `mistake`, an empty one `nothing`. */
export function parseP4Command(line: string): P4Command {
  const words = wordsOf(line);
  if (words === undefined) return { verb: 'mistake', text: 'A quote is not closed.' };
  const [verb, ...rest] = words;
  switch (verb) {
    case undefined:
      return { verb: 'nothing' };
    case 'help':
    case 'disconnect':
    case 'list':
    case 'exit':
      return rest.length === 0 ? { verb } : mistake(verb);
    case 'connect':
      return parseConnect(rest);
    case 'where': {
      const [file, ...more] = rest;
      return file === undefined || more.length > 0 ? mistake('where') : { verb, file };
    }
    case 'get':
      return parseGet(rest);
    default:
      return { verb: 'mistake', text: `There is no ${verb} here: help lists what there is.` };
  }
}
