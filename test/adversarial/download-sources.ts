import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { pageHashesOf } from '../../src/core/content/content-id.ts';
import { PAGE_PIECES, pieceCount } from '../../src/core/content/geometry.ts';
import type { ContentId, PeerId } from '../../src/core/ids.ts';
import { loadIdentity, type Identity } from '../../src/net/identity/identity.ts';
import { listen } from '../../src/net/tls/server.ts';
import { createHttpsServer } from '../support/https-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasher, hashesOf, idOf, type StandInTracker } from './download-network.ts';
import { OddContent } from './odd-content.ts';

/** What a source does wrong; nothing of it where absent. */
export interface Misbehaviour {
  /** Changes one byte of this piece, or of every one. */
  readonly wrongPiece?: number | 'every';
  /** Has these pieces only, tells so and refuses the others. */
  readonly holds?: readonly number[];
  /** Its bitfield tells more than it has. */
  readonly claims?: 'all';
  /** With each answer it tells what it has. */
  readonly tells?: boolean;
  /** Its bitfield takes pieces back, or is of an older version each time. */
  readonly backwards?: 'pieces' | 'version';
  /** Is asked for the next piece and sends the first one again and again. */
  readonly next?: 'again';
  /** Sends so many bytes of an answer, and then nothing. */
  readonly stallAfter?: number;
  /** Sends a byte, waits so long, ms, sends the next. */
  readonly dripMs?: number;
  /** Closes the connection after each piece. */
  readonly closeAfterPiece?: boolean;
  /** Says that the content has so many bytes. */
  readonly wrongSize?: number;
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
  readonly sent: number;
  /** Requests for content. */
  requests: number;
  /** Bitfields that were asked for, and told at once even to whoever would wait for news. */
  readonly told: number;
  behave(misbehaviour: Misbehaviour): void;
  close(): Promise<void>;
}

/** A peer of a test's own that serves one content, and not always as it should; the tracker names it. */
export async function oddSource(
  t: TestContext,
  tracker: StandInTracker,
  bytes: Uint8Array,
  misbehaviour: Misbehaviour = {},
  name = 'odd',
): Promise<OddSource> {
  const identity = await loadIdentity(join(await temporaryFolder(t), 'state'));
  const source = await oddServer(t, identity, bytes, misbehaviour);
  const { holds, claims } = misbehaviour;
  const pieces = holds === undefined || claims === 'all' ? pieceCount(bytes.length) : holds.length;
  tracker.addSource(source.content, identity.peer, name, source.port, pieces, pieces === pieceCount(bytes.length));
  return source;
}

/** The same, of which nobody knows yet. */
export async function oddServer(
  t: TestContext,
  identity: Identity,
  bytes: Uint8Array,
  misbehaviour: Misbehaviour = {},
): Promise<OddSource> {
  const content = idOf(bytes);
  const pieceHashes = hashesOf(bytes);
  const pageHashes = pageHashesOf(hasher, pieceHashes);
  const sockets = new Set<Socket>();
  const held = new OddContent(bytes, misbehaviour);
  let current = misbehaviour;

  const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = '' } = request;
    const page = /\/pages(?:\/(\d+))?$/.exec(url);
    if (page !== null) {
      const at = Number(page[1]) * PAGE_PIECES * 32;
      const body = Buffer.from(page[1] === undefined ? pageHashes : pieceHashes.subarray(at, at + PAGE_PIECES * 32));
      if (current.wrongHashes === true) body[0] = (body[0] ?? 0) ^ 1;
      response.writeHead(200, { 'content-length': body.length }).end(body);
      return;
    }
    if (url.endsWith('/bitfield')) {
      held.tellBitfield(response);
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
    const next = /\/next(?:\?count=(\d+))?$/.exec(url);
    if (next === null) await held.sendRange(request, response);
    else await held.sendNext(Number(next[1] ?? 1), await buffer(request), response);
  };
  const server = createHttpsServer(
    identity,
    (request, response) => void onRequest(request, response).catch(() => response.destroy()),
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
  const source: OddSource = {
    peer: identity.peer,
    content,
    port,
    get sent() {
      return held.sent;
    },
    get told() {
      return held.told;
    },
    requests: 0,
    behave(next) {
      current = next;
      held.behave(next);
    },
    close,
  };
  return source;
}
