import { formatAddress } from '../../core/access/link.ts';
import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { answerLine } from '../../dialects/rede/console.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import { browse } from '../daemon/browse.ts';
import { searchAll } from '../daemon/search-all.ts';
import type { Session } from '../daemon/session.ts';
import { foreignUrl, markOf } from '../target/foreign.ts';
import type { Output } from '../terminal/output.ts';
import { MAX_FILES } from './every-file.ts';

interface Address {
  readonly host: string;
  readonly port: number;
}

interface FileThere {
  readonly name: string;
  /** What `get` calls it. */
  readonly target: string;
}

/** Whether a line names a peer by its address: `ls IP PORT`, `get IP [PORT] NAME`. */
export function isAddressed([verb, host, ...more]: readonly string[]): boolean {
  return (verb === 'ls' || verb === 'get') && more.length > 0 && /^\d{1,3}(\.\d{1,3}){3}$/.test(host ?? '');
}

/**
 * Answers such a line as the shell of `rede` does, of members and of foreign peers alike.
 * @param fetch runs `get` with a target
 */
export async function answerAddressed(
  words: readonly string[],
  session: Session,
  output: Output,
  fetch: (target: string) => Promise<void>,
): Promise<void> {
  const answer = await answerLine(words.join(' '), {
    peers: () => addresses(session),
    list: async (address) => (await filesAt(session, address)).map(({ name }) => name),
    save: async (address, name) => {
      const files = await filesAt(session, address);
      const found = files.find((file) => file.name === name) ?? files.find((file) => file.name.endsWith(`/${name}`));
      if (found === undefined) {
        const where = formatAddress(address);
        throw new AyniError('not-found', `${where} shares no "${printable(name)}": "ls" with its address lists it.`);
      }
      await fetch(found.target);
      return '';
    },
  });
  if (answer.kind === 'text' && answer.text !== '') output.answer(answer.text);
  if (answer.kind !== 'table') return;
  output.value(answer.rows.flat());
  output.table(
    answer.columns.map((title) => ({ title })),
    answer.rows.map((row) => row.map(printable)),
  );
}

/** One address of each peer on each host. */
async function addresses(session: Session): Promise<readonly Address[]> {
  const { client, signal } = session;
  const peers = await client.call(NETWORK_ROUTES.peers, {}, { signal });
  const all = [
    ...peers.filter(({ online }) => online).flatMap(({ endpoints }) => endpoints),
    ...(await marks(session)),
  ];
  return [...new Map(all.map(({ host, port }) => [formatAddress({ host, port }), { host, port }])).values()];
}

/** @throws {AyniError} `not-found` where nobody is */
async function filesAt(session: Session, address: Address): Promise<readonly FileThere[]> {
  const { client, signal } = session;
  const isThere = ({ host, port }: Address) => host === address.host && port === address.port;
  const peers = await client.call(NETWORK_ROUTES.peers, {}, { signal });
  const member = peers.find(({ endpoints }) => endpoints.some(isThere));
  if (member !== undefined) {
    const entries = await browse(session, member.peer, '', true);
    return entries
      .filter(({ content }) => content !== undefined)
      .map(({ path }) => ({ name: path, target: `${member.peer}:${path}` }));
  }
  const foreign = (await marks(session)).filter(isThere);
  if (foreign.length > 0) return foreign.map((mark) => ({ name: mark.name, target: foreignUrl(mark) }));
  throw new AyniError('not-found', `No peer is at ${formatAddress(address)}; "peers" lists who is there.`);
}

async function marks(session: Session) {
  const { items } = await searchAll(session, { text: '', kind: 'file' }, MAX_FILES);
  return items.map((item) => markOf(item)).filter((mark) => mark !== undefined);
}
