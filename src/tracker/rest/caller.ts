import type { FastifyRequest } from 'fastify';
import { TLSSocket } from 'node:tls';
import type { PeerId } from '../../core/ids.ts';
import { peerIdOfSocket } from '../../net/identity/identity.ts';
import { callerFrom } from '../caller.ts';
import type { Caller } from '../member-operations.ts';

/** Whose certificate the connection shows; the handshake proved the key. Remembered for each connection. */
export function certifiedPeer(request: FastifyRequest): PeerId | undefined {
  const { socket } = request.raw;
  return socket instanceof TLSSocket ? peerIdOfSocket(socket) : undefined;
}

/** @throws {AyniError} `unauthenticated` */
export function callerOf(request: FastifyRequest): Caller {
  return callerFrom(certifiedPeer(request), request.raw.socket.remoteAddress);
}
