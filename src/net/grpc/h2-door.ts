import type { TLSSocket } from 'node:tls';
import type { Logger } from '../../core/log.ts';

/** What serves connections of HTTP/2. */
export interface H2Server {
  accept(socket: TLSSocket): void;
  /** Ends streams, lets running calls end, and closes what is left after `graceMs`. */
  stop(graceMs: number): void;
}

/**
 * Where connections of HTTP/2 come in. What serves them is loaded when the first one comes: most programs never see
 * one, and do without these modules.
 */
export class H2Door {
  readonly #load: () => Promise<H2Server>;
  readonly #log: Logger;
  #server: Promise<H2Server> | undefined;
  #stopped = false;

  constructor({ log }: { readonly log: Logger }, load: () => Promise<H2Server>) {
    this.#log = log;
    this.#load = load;
  }

  /** Until the server is there, nothing is read from the connection. */
  async accept(socket: TLSSocket): Promise<void> {
    socket.on('error', () => undefined);
    try {
      this.#server ??= this.#load();
      const server = await this.#server;
      if (this.#stopped) socket.destroy();
      else if (!socket.destroyed) server.accept(socket);
    } catch (err) {
      this.#log.error({ err }, 'a connection of HTTP/2 could not be served');
      this.#server = undefined;
      socket.destroy();
    }
  }

  /** Connections that are left after `graceMs` are closed. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    (await this.#server?.catch(() => undefined))?.stop(graceMs);
  }
}
