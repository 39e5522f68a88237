import { printable } from '../../core/format/printable.ts';
import { AyniError } from '../../core/errors.ts';
import type { PlainAddress } from '../shared/conversation.ts';
import type { ListedFile } from './listing-reader.ts';

/** What a console says to a line; nothing where there are no lines. */
export type SlotsConsoleAnswer =
  | { readonly kind: 'text'; readonly lines: readonly string[] }
  /** Ends the program. */
  | { readonly kind: 'quit' };

/** What the shell of a peer needs of the network. */
export interface SlotsShellNetwork {
  list(): Promise<readonly ListedFile[]>;
  /** Looks at the shared folder again; sends nothing. @returns a line that says what is there */
  rehash(): Promise<string>;
  /** @returns a line that says under which name it was saved */
  save(name: string): Promise<string>;
}

/** What the console of a tracker shows. */
export interface SlotsTrackerView {
  peers(): Promise<readonly PlainAddress[]>;
  files(): Promise<readonly ListedFile[]>;
}

const CONSOLE_VERBS = ['peers', 'files', 'exit'];

/** Verbs in any case; any other text is the name of a file to fetch. @throws {AyniError} what the network throws */
export async function answerShellLine(line: string, network: SlotsShellNetwork): Promise<SlotsConsoleAnswer> {
  const text = line.trim();
  switch (text.toLowerCase()) {
    case '':
      return { kind: 'text', lines: [] };
    case 'list': {
      const files = await network.list();
      return { kind: 'text', lines: [...files.map(fileLine), `${files.length} Files shared.`] };
    }
    case 'rehash':
      return { kind: 'text', lines: [await network.rehash()] };
    case 'quit':
      return { kind: 'quit' };
    default:
      return { kind: 'text', lines: [await network.save(text)] };
  }
}

/** Verbs in any case. @throws {AyniError} `usage`, and what the view throws */
export async function answerConsoleLine(line: string, view: SlotsTrackerView): Promise<SlotsConsoleAnswer> {
  const text = line.trim();
  switch (text.toLowerCase()) {
    case '':
      return { kind: 'text', lines: [] };
    case 'peers': {
      const peers = await view.peers();
      return { kind: 'text', lines: peers.map(({ host, port }) => `${host}  -  ${port}`) };
    }
    case 'files':
      return { kind: 'text', lines: (await view.files()).map(fileLine) };
    case 'exit':
      return { kind: 'quit' };
    default:
      throw new AyniError(
        'usage',
        `There is no "${printable(text.slice(0, 40))}" here: say one of ${CONSOLE_VERBS.join(', ')}.`,
      );
  }
}

function fileLine({ peers, name, size, md5 }: ListedFile): string {
  return `${peers} - ${printable(name)} - ${size} - ${md5}`;
}
