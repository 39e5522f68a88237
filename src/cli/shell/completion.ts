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
  const takes = SHELL_COMMANDS.get(before[0] ?? '')?.takes;
  const peers = known.peers.map((name) => `${name}:`);
  const offered =
    before.length === 0
      ? [...SHELL_COMMANDS.keys()]
      : before[0] === 'help'
        ? [...SHELL_COMMANDS.keys()]
        : takes === undefined
          ? []
          : takes === 'peer'
            ? known.peers
            : [...known.files, ...peers];
  const matches = new Set(offered.filter((one) => one.startsWith(word.text)));
  return [[...matches].map(quoteWord).filter((one) => one !== undefined), line.slice(word.from)];
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
    const files = items.flatMap(({ names, foreign }) => [...names.map(baseName), ...(foreign ? [foreign.name] : [])]);
    return { peers: peers.map(({ name }) => name), files };
  } catch {
    // Whatever is wrong, the commands themselves tell it.
    return { peers: [], files: [] };
  }
}
