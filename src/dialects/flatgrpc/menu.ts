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

/** Names from outside must not move the cursor. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\uFFFD');
}

/** How a peer of this system is started. */
export interface PeerArguments {
  readonly peerId: string;
  readonly httpPort: number;
  /** Made when it is absent. */
  readonly directory: string;
}

/**
 * `PEER_ID HTTP_PORT DIRECTORY`, each of which may be left out from the end; `peer_1 5000 ./files`.
 * @returns undefined where there are more of them, or the port is none
 */
export function parsePeerArguments(words: readonly string[]): PeerArguments | undefined {
  const [peerId = 'peer_1', port = '5000', directory = './files', ...more] = words;
  const httpPort = Number(port);
  if (more.length > 0 || !/^\d{1,5}$/.test(port) || httpPort < 1 || httpPort > 65_535 || peerId === '')
    return undefined;
  return { peerId, httpPort, directory };
}
