import { createServer, type Server, type Socket } from 'node:net';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import { Conversation } from './conversation.ts';

/** Connections that may wait to be accepted: 500 programs that start at once find room. */
const BACKLOG = 1024;
/** After so long without a byte the system asks whether the other side is still there, ms. */
const KEEP_ALIVE_MS = 15_000;

/**
 * Accepts TCP connections of a dialect and hands each to one function, which owns it until it returns. IPv4 unless a
 * host is given, as the dialects are. Over the limit a connection is closed at once.
 */
export class ConversationServer implements DialectServer {
  readonly #name;
  readonly #log;
  readonly #options;
  readonly #serve;
  readonly #open = new Map<Conversation, Promise<void>>();
  #server: Server | undefined;

  constructor(
    parts: { readonly name: string; readonly log: Logger },
    options: ListenOptions,
    serve: (conversation: Conversation) => Promise<void>,
  ) {
    this.#name = parts.name;
    this.#log = parts.log;
    this.#options = options;
    this.#serve = serve;
  }

  async start(): Promise<number> {
    const { host = '0.0.0.0', port, maxConnections } = this.#options;
    const server = createServer(
      { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS },
      (socket) => this.#accept(socket),
    );
    server.maxConnections = maxConnections;
    server.on('drop', () => {
      this.#options.watch?.refused();
      this.#log.warn({ dialect: this.#name, maxConnections }, 'too many connections');
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(this.#name, port, error)));
      server.listen({ host, port, backlog: BACKLOG }, resolve);
    });
    // Accepting may fail later on, as where files run out: that ends nothing.
    server.on('error', (error) => this.#log.warn({ dialect: this.#name, error: error.message }, 'cannot accept'));
    this.#server = server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const conversation of this.#open.keys()) conversation.breakOff();
    await Promise.all(this.#open.values());
    await closed;
  }

  #accept(socket: Socket): void {
    const { watch } = this.#options;
    watch?.connected();
    const conversation = new Conversation(socket, undefined, (verb) => watch?.asked(verb));
    this.#open.set(conversation, this.#run(conversation));
  }

  async #run(conversation: Conversation): Promise<void> {
    // Not before `#open` knows it.
    await Promise.resolve();
    try {
      await this.#serve(conversation);
    } catch (error) {
      conversation.breakOff();
      const { code, message } = AyniError.from(error);
      const facts = { dialect: this.#name, from: conversation.remote.host, code, message };
      if (code === 'internal') this.#log.error({ ...facts, error }, 'a connection failed');
      else this.#log.debug(facts, 'a connection ended');
    } finally {
      await conversation[Symbol.asyncDispose]();
      this.#open.delete(conversation);
      this.#options.watch?.ended();
    }
  }
}

function listenError(name: string, port: number, cause: NodeJS.ErrnoException): AyniError {
  if (cause.code === 'EADDRINUSE') {
    return new AyniError('port-in-use', `Port ${port} for ${name} is in use: end that program, or take another port.`, {
      cause,
      context: { port },
    });
  }
  const code = cause.code === 'EACCES' ? 'no-permission' : 'unreachable';
  return new AyniError(code, `Cannot listen on port ${port} for ${name}: ${cause.code ?? cause.message}.`, { cause });
}
