import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { TestContext } from 'node:test';

import { AyniError } from '../../src/core/errors.ts';
import type { HttpAnswer } from '../../src/net/http/http-answer.ts';
import type { HttpDeadlines } from '../../src/net/http/http-connection.ts';
import type { HttpRequest } from '../../src/net/http/http-exchange.ts';
import { HttpFront } from '../../src/net/http/http-front.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { createSpeakersServer, listen } from '../../src/net/tls/server.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PATIENT: HttpDeadlines = { headMs: 20_000, bodyMs: 20_000, idleMs: 20_000, stallMs: 20_000 };
export const BODY_LIMIT = 1_000;

/** Says what was asked, and with which body. */
export async function echo(request: HttpRequest): Promise<HttpAnswer> {
  const { method, target, body } = request.head;
  const read = async () => Buffer.from(await request.body(BODY_LIMIT)).toString();
  const wanted = target !== '/ignored' && body !== 0;
  const said = wanted ? await read().catch((error: unknown) => AyniError.from(error).code) : '';
  return { status: 200, headers: {}, body: `[${method} ${target} ${said}]` };
}

/** A server on a port of its own that gives these answers, and connections to it. */
export async function serving(
  t: TestContext,
  {
    answer = echo,
    ...deadlines
  }: Partial<HttpDeadlines> & { answer?: (request: HttpRequest) => Promise<HttpAnswer> } = {},
) {
  const identity = await loadIdentity(await temporaryFolder(t));
  const front = new HttpFront(() => (request) => answer(request), { ...PATIENT, ...deadlines });
  const server = createSpeakersServer(identity, { maxConnections: 50 }, { http1: (socket) => front.accept(socket) });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  t.after(async () => {
    server.close();
    await front.stop(0);
  });
  const dial = async (): Promise<TLSSocket> => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    socket.allowHalfOpen = true;
    socket.on('error', () => undefined);
    t.after(() => socket.destroy());
    await once(socket, 'secureConnect');
    return socket;
  };
  return { front, dial };
}

/** All that comes until the server closes. */
export async function readToEnd(socket: TLSSocket): Promise<string> {
  let text = '';
  for await (const part of socket) text += String(part);
  return text;
}

/** What a client sends, to the end, and what it is answered. */
export async function conversation(socket: TLSSocket, ...parts: readonly string[]): Promise<string> {
  for (const part of parts) {
    socket.write(part, 'latin1');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return readToEnd(socket);
}

export const bodies = (answers: string): string[] => answers.match(/\[[^\]]*\]/g) ?? [];
export const get = (path: string, ...lines: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: x', ...lines, '', ''].join('\r\n');
export const post = (path: string, body: string, ...lines: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: x', `Content-Length: ${Buffer.byteLength(body)}`, ...lines, '', body].join('\r\n');
export const LAST = get('/last', 'Connection: close');
