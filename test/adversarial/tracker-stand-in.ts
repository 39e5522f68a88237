import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { CREDENTIAL_SECONDS, type Credential } from '../../src/core/access/credential.ts';
import type { Address } from '../../src/core/access/link.ts';
import type { PeerId } from '../../src/core/ids.ts';
import { loadIdentity, peerIdOfSocket, type Identity } from '../../src/net/identity/identity.ts';
import { loadNetworkKey, type NetworkKey } from '../../src/net/identity/network-key.ts';
import { listen } from '../../src/net/tls/server.ts';
import { createHttpsServer } from '../support/https-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** One request as the stand-in sees it. */
export interface Seen {
  readonly call: string;
  readonly peer: PeerId | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (seen: Seen, response: ServerResponse) => unknown;

export interface StandIn {
  readonly address: Address;
  readonly identity: Identity;
  readonly seen: Seen[];
  /** What it answers, by `METHOD /path`; a value travels as JSON with 200, undefined as 204. */
  readonly answers: Map<string, Answer>;
  /** How often it was called so. */
  count(call: string): number;
  stop(): Promise<void>;
}

/** A network's key and what can be signed with it. */
export async function network(t: TestContext) {
  const folder = await temporaryFolder(t);
  const key = await loadNetworkKey(join(folder, 'network'));
  const sign = (peer: PeerId, changes: Partial<Credential> = {}, by: NetworkKey = key) => {
    const issued = Math.floor(Date.now() / 1000);
    const times = { issued, expires: issued + CREDENTIAL_SECONDS };
    return by.sign({ network: key.network, peer, role: 'member', groups: [], ...times, ...changes });
  };
  return { folder, key, sign, identity: (name: string) => loadIdentity(join(folder, name)) };
}

export type Network = Awaited<ReturnType<typeof network>>;

/**
 * Something that speaks a tracker's REST interface, as badly as a test wants it to. Unless told otherwise it proves
 * itself, admits everybody and grants leases of 60 s with a heartbeat each second.
 */
export async function standIn(t: TestContext, of: Network, name = 'tracker', port = 0): Promise<StandIn> {
  const identity = await of.identity(name);
  const seen: Seen[] = [];
  const lease = { ttl: 60, interval: 1, trackers: [] };
  const answers = new Map<string, Answer>([
    [
      'GET /v1/join',
      async () => ({
        network: of.key.network,
        key: of.key.publicKey,
        credential: await of.sign(identity.peer, { role: 'tracker' }),
        access: 'invite',
      }),
    ],
    [
      'POST /v1/join',
      async ({ peer }) => ({
        credential: peer === undefined ? '' : await of.sign(peer),
        role: 'member',
        groups: [],
        trackers: [],
      }),
    ],
    ['PUT /v1/lease', () => ({ ...lease, revisions: {}, observed: '127.0.0.1' })],
    ['POST /v1/lease/heartbeat', () => lease],
    ['POST /v1/leave', () => undefined],
  ]);
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call = `${request.method} ${request.url}`;
    const peer = peerIdOfSocket(request.socket as TLSSocket);
    const one = { call, peer, headers: request.headers, body: Buffer.concat(chunks).toString() };
    seen.push(one);
    const value = await answers.get(call)?.(one, response);
    if (response.headersSent || response.destroyed) return;
    if (!answers.has(call)) refuse(response, 404, 'not-found');
    else if (value === undefined) response.writeHead(204).end();
    else if (value !== LATER)
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
  };
  const server = createHttpsServer(identity, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const listening = await listen(server, { host: '127.0.0.1', port });
  const stop = async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  };
  t.after(async () => {
    if (server.listening) await stop();
  });
  return {
    address: { host: '127.0.0.1', port: listening },
    identity,
    seen,
    answers,
    count: (call) => seen.filter((one) => one.call === call).length,
    stop,
  };
}

/** An answer that writes the response itself, or never comes. */
export const LATER = Symbol('later');

/** Answers with an error. */
export function refuse(response: ServerResponse, status: number, code: string): typeof LATER {
  const body = JSON.stringify({ error: { code, message: `It says ${code}.` } });
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  return LATER;
}

/** Resolves when `there` holds; the test's own timeout is the limit. */
export async function until(there: () => boolean): Promise<void> {
  while (!there()) await new Promise((resolve) => setTimeout(resolve, 5));
}
