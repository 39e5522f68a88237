import { createServer, type TLSSocket } from 'node:tls';
import type { TestContext } from 'node:test';

import type { Address } from '../../src/core/access/link.ts';
import { contentIdOfPieces } from '../../src/core/content/content-id.ts';
import { PIECE_SIZE, pieceCount } from '../../src/core/content/geometry.ts';
import type { Hasher } from '../../src/core/content/hasher.ts';
import type { ContentId } from '../../src/core/ids.ts';
import type { Identity } from '../../src/net/identity/identity.ts';
import { listen, tlsServerOptions } from '../../src/net/tls/server.ts';

/** One request as it came, and the connection to answer on. */
export interface RawRequest {
  readonly path: string;
  readonly headers: string;
  readonly range: { readonly start: number; readonly end: number } | undefined;
  readonly body: string;
  readonly socket: TLSSocket;
}

export interface RawSource {
  readonly address: Address;
  readonly requests: string[];
  readonly connections: TLSSocket[];
}

/** A source made of nothing but a TLS server: what it answers is up to the test, right or wrong, byte for byte. */
export async function rawSource(
  t: TestContext,
  identity: Identity,
  answer: (request: RawRequest) => void | Promise<void>,
): Promise<RawSource> {
  const requests: string[] = [];
  const connections: TLSSocket[] = [];
  const server = createServer(tlsServerOptions(identity), (socket) => {
    connections.push(socket);
    socket.on('error', () => undefined);
    let text = '';
    let turn = Promise.resolve();
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const headers = text.slice(0, end);
        const bodyEnd = end + 4 + Number(/\r\nContent-Length: (\d+)/.exec(headers)?.[1] ?? 0);
        if (text.length < bodyEnd) break;
        const body = text.slice(end + 4, bodyEnd);
        text = text.slice(bodyEnd);
        const path = headers.split(' ')[1] ?? '';
        requests.push(path);
        const range = /\r\nRange: bytes=(\d+)-(\d+)/.exec(headers);
        const asked = range === null ? undefined : { start: Number(range[1]), end: Number(range[2]) + 1 };
        turn = turn.then(() => answer({ path, headers, range: asked, body, socket }));
      }
    });
  });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  t.after(() => {
    for (const socket of connections) socket.destroy();
    server.close();
  });
  return { address: { host: '127.0.0.1', port }, requests, connections };
}

/** The head that belongs to the range asked for. */
export function headOf(request: RawRequest, size: number): string {
  const { start, end } = request.range ?? { start: 0, end: size };
  const range = request.range === undefined ? '' : `Content-Range: bytes ${start}-${end - 1}/${size}\r\n`;
  const status = request.range === undefined ? '200 OK' : '206 Partial Content';
  return `HTTP/1.1 ${status}\r\nContent-Length: ${end - start}\r\n${range}\r\n`;
}

/** Answers as it should. */
export function answerWell(request: RawRequest, bytes: Buffer): void {
  const { start, end } = request.range ?? { start: 0, end: bytes.length };
  request.socket.write(headOf(request, bytes.length));
  request.socket.write(bytes.subarray(start, end));
}

export interface Sample {
  readonly bytes: Buffer;
  readonly content: ContentId;
  /** 32 bytes each. */
  readonly hashes: Uint8Array;
}

/** Bytes that repeat nowhere, with their id. */
export function sampleOf(hasher: Hasher, size: number, seed = 0): Sample {
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0, state = seed + 1; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  const hashes = new Uint8Array(pieceCount(size) * 32);
  for (let piece = 0; piece < pieceCount(size); piece++) {
    hashes.set(hasher.hash(bytes.subarray(piece * PIECE_SIZE, (piece + 1) * PIECE_SIZE)), piece * 32);
  }
  return { bytes, hashes, content: contentIdOfPieces(hasher, size, hashes) };
}
