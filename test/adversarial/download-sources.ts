import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pageHashesOf } from '../../src/core/content/content-id.ts';
import { PAGE_PIECES, PIECE_SIZE } from '../../src/core/content/geometry.ts';
import type { ContentId, PeerId } from '../../src/core/ids.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { createTlsServer, listen } from '../../src/net/tls/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasher, hashesOf, idOf, type StandInTracker } from './download-network.ts';

/** What a source does wrong; nothing of it where absent. */
export interface Misbehaviour {
  /** Changes one byte of this piece. */
  readonly wrongPiece?: number;
  /** Changes the piece hashes, or the list of pages. */
  readonly wrongHashes?: boolean;
  /** Closes the connection after so many bytes of content, each time. */
  readonly cutAfter?: number;
  /** Accepts requests for content and says nothing. */
  readonly silent?: boolean;
  /** Waits so long before each piece, ms. */
  readonly delayMs?: number;
  /** Answers this to every request for content. */
  readonly answer?: {
    readonly status: number;
    readonly code: string;
    readonly context?: object;
    readonly retryAfter?: number;
  };
  /** As `answer`, for the first requests only. */
  readonly answerTimes?: number;
}

export interface OddSource {
  readonly peer: PeerId;
  readonly content: ContentId;
  readonly port: number;
  /** Bytes of content that were sent. */
  sent: number;
  /** Requests for content. */
  requests: number;
  behave(misbehaviour: Misbehaviour): void;
  close(): Promise<void>;
}

/** A peer of a test's own that serves one content, and not always as it should. */
export async function oddSource(
  t: TestContext,
  tracker: StandInTracker,
  bytes: Uint8Array,
  misbehaviour: Misbehaviour = {},
  name = 'odd',
): Promise<OddSource> {
  const identity = await loadIdentity(join(await temporaryFolder(t), 'state'));
  const content = idOf(bytes);
  const pieceHashes = hashesOf(bytes);
  const pageHashes = pageHashesOf(hasher, pieceHashes);
  const sockets = new Set<Socket>();
  let current = misbehaviour;

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const page = /\/pages(?:\/(\d+))?$/.exec(request.url ?? '');
    if (page !== null) {
      const at = Number(page[1]) * PAGE_PIECES * 32;
      const body = Buffer.from(page[1] === undefined ? pageHashes : pieceHashes.subarray(at, at + PAGE_PIECES * 32));
      if (current.wrongHashes === true) body[0] = (body[0] ?? 0) ^ 1;
      response.writeHead(200, { 'content-length': body.length }).end(body);
      return;
    }
    source.requests++;
    const { answer, answerTimes = Infinity } = current;
    if (answer !== undefined && source.requests <= answerTimes) {
      const { status, code, context = {}, retryAfter } = answer;
      const body = JSON.stringify({ error: { code, message: `odd: ${code}`, context } });
      const headers = {
        'content-length': Buffer.byteLength(body),
        ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
      };
      response.writeHead(status, headers).end(body);
      return;
    }
    if (current.silent === true) return;
    void send(request, response).catch(() => response.destroy());
  };
  const send = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const first = Number(from ?? 0);
    const end = Math.min(bytes.length, Number(to ?? bytes.length - 1) + 1);
    const part = from !== undefined;
    response.writeHead(part ? 206 : 200, {
      'content-length': end - first,
      'content-type': 'application/octet-stream',
      ...(part ? { 'content-range': `bytes ${first}-${end - 1}/${bytes.length}` } : {}),
    });
    for (let at = first; at < end; at += PIECE_SIZE) {
      if (current.delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, current.delayMs));
      if (response.destroyed) return;
      const piece = Buffer.from(bytes.subarray(at, Math.min(end, at + PIECE_SIZE)));
      if (current.wrongPiece === at / PIECE_SIZE) piece[7] = (piece[7] ?? 0) ^ 1;
      if (current.cutAfter !== undefined && source.sent + piece.length > current.cutAfter) {
        response.socket?.destroy();
        return;
      }
      source.sent += piece.length;
      if (!response.write(piece)) await drained(response);
    }
    response.end();
  };
  const server = createTlsServer(
    identity,
    { maxConnections: 64, handshakeTimeoutMs: 10_000, onExcess() {} },
    onRequest,
  );
  server.on('connection', (socket: Socket) => sockets.add(socket));
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  t.after(close);
  tracker.addSource(content, identity.peer, name, port);
  const source: OddSource = {
    peer: identity.peer,
    content,
    port,
    sent: 0,
    requests: 0,
    behave: (next) => void (current = next),
    close,
  };
  return source;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      response.off('drain', end).off('close', end);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}
