import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { LineOfTalk } from './line-of-talk.ts';

/** A server of a small program: each connection is served by one function, whose failure ends that connection. */
export class Listening implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets: ReadonlySet<Socket>;
  readonly port: number;

  private constructor(server: Server, sockets: ReadonlySet<Socket>, port: number) {
    this.#server = server;
    this.#sockets = sockets;
    this.port = port;
  }

  static async on(port: number, serve: (talk: LineOfTalk) => Promise<void>): Promise<Listening> {
    const sockets = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      serve(new LineOfTalk(socket)).then(
        () => socket.end(),
        () => socket.destroy(),
      );
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return new Listening(server, sockets, typeof address === 'object' && address !== null ? address.port : 0);
  }

  /** Closes what is open, and goes on. */
  dismiss(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.dismiss();
    await closed;
  }
}
