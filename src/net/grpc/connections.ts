import type { TLSSocket } from 'node:tls';

interface Ends {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/** No two connections that stand have the same. */
function nameOf({ localAddress, localPort, remoteAddress, remotePort }: Ends): string | undefined {
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;
}

/**
 * The connections of a server, by their two ends: all that grpc-js tells of where a call came in. What it knows of
 * certificates it tells only where an authority signed them, and ours are self-signed.
 */
export class Connections {
  readonly #sockets = new Map<string, TLSSocket>();

  /** @returns whether it stands */
  add(socket: TLSSocket): boolean {
    const name = nameOf(socket);
    if (name === undefined) return false;
    this.#sockets.set(name, socket);
    socket.once('close', () => {
      if (this.#sockets.get(name) === socket) this.#sockets.delete(name);
    });
    return true;
  }

  find(ends: Ends): TLSSocket | undefined {
    const name = nameOf(ends);
    return name === undefined ? undefined : this.#sockets.get(name);
  }
}
