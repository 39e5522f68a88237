import type { FastifyRequest } from 'fastify';
import { TLSSocket } from 'node:tls';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import { plainAddress } from '../../core/swarm/ip-address.ts';
import { peerIdOfSocket } from '../../net/identity/identity.ts';
import type { Caller } from '../member-operations.ts';

/** Whose certificate the connection shows; the handshake proved the key. Remembered for each connection. */
export function certifiedPeer(request: FastifyRequest): PeerId | undefined {
  const { socket } = request.raw;
  return socket instanceof TLSSocket ? peerIdOfSocket(socket) : undefined;
}

/** @throws {AyniError} `unauthenticated` */
export function callerOf(request: FastifyRequest): Caller {
  const peer = certifiedPeer(request);
  if (peer === undefined) {
    throw new AyniError('unauthenticated', 'This tracker talks to clients with a certificate: present one.');
  }
  return { peer, address: plainAddress(request.raw.socket.remoteAddress ?? '') };
}
