import { isIPv4 } from 'node:net';
import { AyniError } from '../../core/errors.ts';
import type { RedePeer } from './codec.ts';

/** What the shell of this dialect needs of the network. */
export interface RedeConsoleNetwork {
  /** Who is at the server. */
  peers(): Promise<readonly RedePeer[]>;
  list(peer: RedePeer): Promise<readonly string[]>;
  /**
   * Fetches a file without ever overwriting one: where the name is taken, it gets a number.
   * @returns a line that says under which name it was saved
   */
  save(peer: RedePeer, name: string): Promise<string>;
}

export type RedeConsoleAnswer =
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Nothing to say where it is empty. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'quit' };

const USAGE = 'peers | ls <ip> <port> | get <ip> [<port>] <name> | quit';

/** What the shell answers to a line. @throws {AyniError} `usage`, and what the network throws */
export async function answerLine(line: string, network: RedeConsoleNetwork): Promise<RedeConsoleAnswer> {
  const [, verb = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  switch (verb) {
    case '':
      return { kind: 'text', text: '' };
    case 'peers':
      if (rest !== '') throw usage('peers');
      return table(
        ['IP', 'PORT'],
        (await network.peers()).map(({ host, port }) => [host, String(port)]),
      );
    case 'ls': {
      const [host, digits, ...more] = rest.split(/\s+/);
      const port = parsePort(digits);
      if (host === undefined || !isIPv4(host) || port === undefined || more.length > 0) throw usage('ls <ip> <port>');
      return table(
        ['FILE'],
        (await network.list({ host, port })).map((name) => [name]),
      );
    }
    case 'get': {
      const { host, port, name } = parseGet(rest);
      const peer = port === undefined ? await onlyPeerAt(host, name, network) : { host, port };
      return { kind: 'text', text: await network.save(peer, name) };
    }
    case 'quit':
      return { kind: 'quit' };
    default:
      throw new AyniError('usage', `There is no command "${verb.slice(0, 40)}" here; say one of: ${USAGE}.`);
  }
}

/** A number before the name is the port, unless nothing follows it. */
function parseGet(rest: string): { readonly host: string; readonly port: number | undefined; readonly name: string } {
  const [, host = '', digits, name = ''] = /^(\S+)\s+(?:(\d{1,5})\s+)?(.+)$/s.exec(rest) ?? [];
  const port = parsePort(digits);
  if (!isIPv4(host) || (digits !== undefined && port === undefined)) throw usage('get <ip> [<port>] <name>');
  return { host, port, name };
}

async function onlyPeerAt(host: string, name: string, network: RedeConsoleNetwork): Promise<RedePeer> {
  const [peer, ...others] = (await network.peers()).filter((known) => known.host === host);
  if (peer === undefined) throw new AyniError('not-found', `No peer is at ${host}; "peers" lists who is there.`);
  if (others.length === 0) return peer;
  const ports = [peer, ...others].map(({ port }) => port).join(', ');
  throw new AyniError('ambiguous', `${host} holds several peers (ports ${ports}): say get ${host} <port> ${name}`);
}

function parsePort(digits: string | undefined): number | undefined {
  const port = digits !== undefined && /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): RedeConsoleAnswer {
  return { kind: 'table', columns, rows };
}

function usage(command: string): AyniError {
  return new AyniError('usage', `Say it like this: ${command}`);
}
