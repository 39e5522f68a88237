import type { TLSSocket } from 'node:tls';
import { HttpConnection, type HttpDeadlines, type HttpHandler, type HttpSurroundings } from './http-connection.ts';

/** How often deadlines are looked at, ms. */
const CHECK_MS = 1_000;

/** HTTP/1.1 on connections that TLS let in, as many as that lets in. */
export class HttpFront implements HttpSurroundings {
  readonly deadlines: HttpDeadlines;
  readonly #open: (socket: TLSSocket) => HttpHandler;
  readonly #connections = new Set<HttpConnection>();
  readonly #unflushed = new Set<HttpConnection>();
  #checks: NodeJS.Timeout | undefined;
  #date = new Date().toUTCString();
  #stopped: (() => void) | undefined;

  /** @param open makes what answers the requests of a connection */
  constructor(open: (socket: TLSSocket) => HttpHandler, deadlines: HttpDeadlines) {
    this.#open = open;
    this.deadlines = deadlines;
  }

  get date(): string {
    return this.#date;
  }

  get stopping(): boolean {
    return this.#stopped !== undefined;
  }

  accept(socket: TLSSocket): void {
    if (this.stopping) {
      socket.destroy();
      return;
    }
    const connection = new HttpConnection(socket, this.#open(socket), this);
    this.#connections.add(connection);
    if (this.#checks === undefined) {
      this.#checks = setInterval(() => this.#check(), CHECK_MS);
      this.#check();
    }
    socket.once('close', () => this.#left(connection));
  }

  flushSoon(connection: HttpConnection): void {
    if (this.#unflushed.size === 0) setImmediate(() => this.#flush());
    this.#unflushed.add(connection);
  }

  /** Lets running requests end for a while, and closes all connections. @param drainMs how long */
  async stop(drainMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopped = resolve;
    for (const connection of this.#connections) connection.stop();
    const overdue = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy();
    }, drainMs);
    if (this.#connections.size > 0) await promise;
    clearTimeout(overdue);
    clearInterval(this.#checks);
  }

  #left(connection: HttpConnection): void {
    this.#connections.delete(connection);
    if (this.#connections.size === 0) this.#stopped?.();
  }

  #flush(): void {
    const connections = [...this.#unflushed];
    this.#unflushed.clear();
    for (const connection of connections) connection.flush();
  }

  #check(): void {
    this.#date = new Date().toUTCString();
    const now = performance.now();
    for (const connection of this.#connections) connection.check(now);
  }
}
