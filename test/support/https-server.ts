import { createServer, type Server } from 'node:https';
import type { RequestListener } from 'node:http';
import type { TLSSocket } from 'node:tls';

import type { Identity } from '../../src/net/identity/identity.ts';
import { tlsServerOptions } from '../../src/net/tls/server.ts';

/** Node's own HTTPS server with an identity of ours, for what no server of ours would answer. */
export function createHttpsServer(identity: Identity, handler: RequestListener): Server {
  const server = createServer(tlsServerOptions(identity), handler);
  // A listener makes Node hand its parser what it reads through JavaScript. Read natively, requests that come ahead
  // while answers wait fail with HPE_PAUSED: TLS delivers on after reading was stopped.
  server.on('secureConnection', (socket: TLSSocket) => socket.on('data', () => undefined));
  return server;
}
