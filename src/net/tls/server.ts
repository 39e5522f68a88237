import type { Server, Socket } from 'node:net';
import { createServer, type TlsOptions, type Server as TlsServer, type TLSSocket } from 'node:tls';

import { AyniError } from '../../core/errors.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { errnoOf } from '../../platform/errno.ts';
import type { Identity } from '../identity/identity.ts';
import { Admissions } from './admissions.ts';
import { secureOptions } from './settings.ts';

/** Connections over the limit that are told so at the same time; more are closed without a word. */
const MAX_EXCESS = 64;
/** How long a refused connection may take to read its answer, ms. */
const REFUSAL_MS = 2000;

export interface ConnectionLimits {
  readonly maxConnections: number;
  /** ms from accepting until TLS stands; 10 s. */
  readonly handshakeTimeoutMs?: number;
  /** Seconds, told to whoever is refused; 5. */
  readonly retryAfter?: number;
  /** Whether nobody knows yet who is at the other end: such connections make room for others. Default: none does. */
  readonly isStranger?: (socket: TLSSocket) => boolean;
  /** Called for each connection over the limit. */
  readonly onExcess?: () => void;
}

/** The two protocols that ALPN (RFC 7301) chooses from; with several offered, the first of ours is taken. */
const HTTP1 = 'http/1.1';
const HTTP2 = 'h2';

/**
 * Options for `tls.createServer` and `https.createServer`: every client is asked for a certificate, and which one it
 * showed is for the caller to look at (`peerIdOfSocket`): the chain means nothing, since all are self-signed.
 */
export function tlsServerOptions(identity: Identity, { handshakeTimeoutMs = 10_000 } = {}): TlsOptions {
  return {
    ...secureOptions(identity),
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: handshakeTimeoutMs,
    ALPNProtocols: [HTTP1],
  };
}

function refuse(socket: TLSSocket, retryAfter: number): void {
  const error = new AyniError('too-many-connections', `All connections are taken: try again in ${retryAfter} s.`, {
    context: { retryAfter },
  });
  const overdue = setTimeout(() => socket.destroy(), REFUSAL_MS);
  socket.once('close', () => clearTimeout(overdue));
  // The request is read away: closing with unread bytes would reset the connection and lose the answer.
  socket.on('error', () => undefined).resume();
  socket.end(socket.alpnProtocol === HTTP2 ? goAway(error.message) : unavailable(error, retryAfter));
}

function unavailable(error: AyniError, retryAfter: number): string {
  const body = JSON.stringify(errorBody(error));
  return (
    `HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${retryAfter}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  );
}

/** The same in HTTP/2 (RFC 9113, 6.5 and 6.8): empty SETTINGS, then GOAWAY before any stream, ENHANCE_YOUR_CALM. */
function goAway(reason: string): Buffer {
  const debug = Buffer.from(reason);
  // Length, type, flags and stream of both frames; then the last stream and the error.
  const head = Buffer.from('000000 04 00 00000000 000000 07 00 00000000 00000000 0000000b'.replaceAll(' ', ''), 'hex');
  head.writeUIntBE(8 + debug.length, 9, 3);
  return Buffer.concat([head, debug]);
}

/** Who gets the connections that are let in, by what they speak. */
export interface Speakers {
  readonly http1: (socket: TLSSocket) => void;
  /** HTTP/1.1 alone where absent. Whoever offers both, as browsers do, gets HTTP/1.1. */
  readonly http2?: ((socket: TLSSocket) => void) | undefined;
}

function optionsFor(
  identity: Identity,
  { handshakeTimeoutMs }: ConnectionLimits,
  { http2 }: Partial<Speakers>,
): TlsOptions {
  const options = tlsServerOptions(identity, handshakeTimeoutMs === undefined ? {} : { handshakeTimeoutMs });
  return http2 === undefined ? options : { ...options, ALPNProtocols: [HTTP1, HTTP2] };
}

/**
 * Puts a limit before a server's connections. Whoever comes too many gets a true HTTP 503 with `Retry-After`, over TLS,
 * and is closed; beyond 64 of those at once connections are closed unanswered.
 */
function limitConnections(
  server: TlsServer,
  { maxConnections, isStranger, retryAfter = 5, onExcess }: ConnectionLimits,
  { http1, http2 }: Speakers,
): void {
  const admissions = new Admissions({ maxConnections, maxExcess: MAX_EXCESS, isStranger });
  server.prependListener('connection', (socket: Socket) => {
    socket.on('error', () => undefined);
    if (!admissions.accept(socket)) socket.destroy();
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    if (!admissions.admit(socket)) {
      onExcess?.();
      refuse(socket, retryAfter);
      return;
    }
    if (socket.alpnProtocol === HTTP2 && http2 !== undefined) http2(socket);
    else http1(socket);
  });
  // Node leaves this to whoever answers broken requests; but without TLS no answer gets through, nor an end.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
}

/**
 * A server of TLS with a limit on connections and a deadline for handshakes. What they say is for `speakers`, who also
 * listen for their errors.
 */
export function createSpeakersServer(identity: Identity, limits: ConnectionLimits, speakers: Speakers): TlsServer {
  const server = createServer({ ...optionsFor(identity, limits, speakers), noDelay: true });
  limitConnections(server, limits, speakers);
  return server;
}

/**
 * Starts listening and tells the port, which is another than asked for where that was 0.
 * @param options.host all addresses, IPv6 and IPv4, where absent
 * @throws {AyniError} `port-in-use`, `no-permission`, `io-failed`
 */
export async function listen(server: Server, options: { host?: string; port: number }): Promise<number> {
  const { host, port } = options;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      resolve();
    });
  }).catch((cause: unknown) => {
    const code = errnoOf(cause);
    if (code === 'EADDRINUSE') {
      throw new AyniError('port-in-use', `Port ${port} is taken by another program: choose another port.`, {
        context: { port },
        cause,
      });
    }
    if (code === 'EACCES') {
      throw new AyniError('no-permission', `Port ${port} may not be used here: choose one from 1024 on.`, {
        context: { port },
        cause,
      });
    }
    throw new AyniError('io-failed', `Listening on ${host ?? 'all addresses'}, port ${port}, failed (${code ?? ''}).`, {
      context: { port },
      cause,
    });
  });
  // Later errors (no file descriptors left for accept) must not end the program.
  server.on('error', () => undefined);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new AyniError('internal', 'The server has no port.');
  return address.port;
}
