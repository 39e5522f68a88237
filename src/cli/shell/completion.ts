import { printable } from '../../core/format/printable.ts';
import { baseName } from '../../core/names/share-path.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import { searchAll } from '../daemon/search-all.ts';
import type { Session } from '../daemon/session.ts';
import type { Completer } from './line-reader.ts';
import { quoteWord, wordAtEnd } from './parse-line.ts';
import { SHELL_COMMANDS } from './shell-commands.ts';

/** Names that the network holds, as far as they are offered. */
export interface KnownNames {
  readonly peers: readonly string[];
  readonly files: readonly string[];
}

/** How long names count as fresh, ms. */
const FRESH_MS = 5000;
/** How many contents are asked for. */
const MAX_CONTENTS = 2000;

/** What the word at the end of `line` can become, and what of the line it replaces. */
export function completionsOf(line: string, known: KnownNames): [string[], string] {
  const { before, word } = wordAtEnd(line);
  // What others named is written to the terminal as it is: nothing that would move the cursor, or do worse.
  const offered = offeredAfter(before, known).filter((one) => printable(one) === one);
  const matches = new Set(offered.filter((one) => one.startsWith(word.text)));
  return [[...matches].map(quoteWord).filter((one) => one !== undefined), line.slice(word.from)];
}

function offeredAfter([verb, ...more]: readonly string[], { peers, files }: KnownNames): readonly string[] {
  if (verb === undefined || (verb === 'help' && more.length === 0)) return [...SHELL_COMMANDS.keys()];
  const takes = SHELL_COMMANDS.get(verb)?.takes;
  if (takes === undefined) return [];
  return takes === 'peer' ? peers : [...files, ...peers.map((name) => `${name}:`)];
}

/** Completes with what the daemon knows, which is asked again after a few seconds. */
export function completerOf(session: Session): Completer {
  let known: { readonly names: Promise<KnownNames>; readonly until: number } | undefined;
  return async (line) => {
    const now = performance.now();
    if (known === undefined || now > known.until) known = { names: askNames(session), until: now + FRESH_MS };
    return completionsOf(line, await known.names);
  };
}

async function askNames(session: Session): Promise<KnownNames> {
  try {
    const { client, signal } = session;
    const [peers, { items }] = await Promise.all([
      client.call(NETWORK_ROUTES.peers, {}, { signal }),
      searchAll(session, { text: '', kind: 'file' }, MAX_CONTENTS),
    ]);
    const files = items.flatMap(({ names, foreign }) => (foreign === undefined ? names.map(baseName) : foreign.name));
    return { peers: peers.map(({ name }) => name), files };
  } catch {
    // Whatever is wrong, the commands themselves tell it.
    return { peers: [], files: [] };
  }
}
