import { printable } from '../../core/format/printable.ts';

/** What the menu of this system's peers offers, by its number. */
const CHOICES = [
  ['files', 'See the available files'],
  ['request', 'Request a file'],
  ['leave', 'Leave the network'],
] as const;

export type MenuChoice = (typeof CHOICES)[number][0];

/** The menu, with a heading, as lines. */
export function menuLines(peerId: string): readonly string[] {
  return [`--- ${peerId} ---`, ...CHOICES.map(([, text], index) => `${index + 1}. ${text}`)];
}

export const MENU_PROMPT = 'Choose: ';

/** What was chosen: by number, or by the choice's name; undefined for anything else. */
export function parseChoice(line: string): MenuChoice | undefined {
  const said = line.trim().toLowerCase();
  return CHOICES.find(([choice], index) => said === String(index + 1) || said === choice)?.[0];
}

/**
 * What "see the available files" shows.
 * @param names undefined at a tracker without a list, where the next line asks for a name (`ASK_NAME`)
 */
export function fileLines(names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return ['This tracker has no list: it only knows who has a file of a certain name.'];
  if (names.length === 0) return ['Nobody shares a file yet.'];
  return names.map((name) => `- ${printable(name)}`);
}

export const ASK_NAME = 'Name of the file: ';

/** What is said of the peers that have a file. */
export function peerLines(name: string, peers: readonly string[]): readonly string[] {
  if (peers.length === 0) return [`Nobody has ${printable(name)}.`];
  return [`${printable(name)} is at:`, ...peers.map((peer) => `- ${printable(peer)}`)];
}
