import { createServer, type Server, type Socket } from 'node:net';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { ListenerWatch } from '../parts.ts';
import { Conversation } from '../shared/conversation.ts';

/** How long a port waits for its connection, ms. */
const WAIT_MS = 15_000;
const LAST_PORT = 65_535;

export interface DataPortOptions {
  /** All IPv4 addresses unless given. */
  readonly host?: string;
  /** The first free one from here upwards; 0 for any. */
  readonly firstPort: number;
  /** Ports that may be in use at once. */
  readonly slots: number;
  /** Default 15,000. */
  readonly waitMs?: number;
  readonly watch?: ListenerWatch;
}

/**
 * Serves the one connection of a data port.
 * @param done frees the slot while the conversation still ends
 */
export type ServeDataPort = (conversation: Conversation, done: () => void) => Promise<void>;

/** Ports for one connection each. A slot is busy from when its port is told until its exchange is over. */
export class DataPorts implements AsyncDisposable {
  readonly #log;
  readonly #options;
  readonly #ports = new Set<number>();
  readonly #open = new Set<DataPort>();
  #busy = 0;

  constructor({ log }: { readonly log: Logger }, options: DataPortOptions) {
    this.#log = log;
    this.#options = options;
  }

  /** @returns the port that waits for its connection; undefined where all slots are busy, or no port is free */
  async open(serve: ServeDataPort): Promise<number | undefined> {
    const { slots, host = '0.0.0.0', waitMs = WAIT_MS, watch } = this.#options;
    if (this.#busy >= slots) return undefined;
    this.#busy++;
    const bound = await this.#listen(host);
    if (bound === undefined) {
      this.#busy--;
      return undefined;
    }
    const { server, port } = bound;
    let held = true;
    const free = () => {
      if (!held) return;
      held = false;
      this.#busy--;
      this.#ports.delete(port);
    };
    const dataPort = new DataPort(server, { waitMs, serve, free, log: this.#log, watch });
    this.#open.add(dataPort);
    void dataPort.ended.then(() => this.#open.delete(dataPort));
    return port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open].map((port) => port.breakOff()));
  }

  async #listen(host: string): Promise<{ readonly server: Server; readonly port: number } | undefined> {
    const { firstPort } = this.#options;
    for (let port = firstPort; port <= LAST_PORT; port++) {
      if (port !== 0 && this.#ports.has(port)) continue;
      // Before it listens: meanwhile another one may be looked for.
      this.#ports.add(port);
      const server = createServer({ allowHalfOpen: true, noDelay: true });
      const failure = await listen(server, host, port);
      if (failure === undefined) {
        const address = server.address();
        const actual = typeof address === 'object' && address !== null ? address.port : port;
        this.#ports.delete(port);
        this.#ports.add(actual);
        return { server, port: actual };
      }
      this.#ports.delete(port);
      if (failure !== 'EADDRINUSE' && failure !== 'EACCES') {
        this.#log.warn({ dialect: 'slots', failure }, 'cannot listen on a data port');
        return undefined;
      }
    }
    this.#log.warn({ dialect: 'slots', firstPort }, 'no data port is free');
    return undefined;
  }
}

function listen(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port }, () => resolve(undefined));
  });
}

/** A port that listens until one connection came, and that connection. */
class DataPort {
  readonly ended: Promise<void>;
  readonly #server;
  readonly #parts;
  readonly #late;
  #conversation: Conversation | undefined;
  #resolveEnd: () => void = () => {};

  constructor(
    server: Server,
    parts: {
      readonly waitMs: number;
      readonly serve: ServeDataPort;
      readonly free: () => void;
      readonly log: Logger;
      readonly watch: ListenerWatch | undefined;
    },
  ) {
    this.#server = server;
    this.#parts = parts;
    this.ended = new Promise((resolve) => (this.#resolveEnd = resolve));
    this.#late = setTimeout(() => this.#giveUp(), parts.waitMs);
    server.on('error', () => this.#giveUp());
    server.on('connection', (socket) => void this.#accept(socket));
  }

  async breakOff(): Promise<void> {
    if (this.#conversation === undefined) this.#giveUp();
    else this.#conversation.breakOff();
    await this.ended;
  }

  #giveUp(): void {
    if (this.#conversation !== undefined) return;
    this.#close();
    this.#parts.free();
    this.#resolveEnd();
  }

  #close(): void {
    clearTimeout(this.#late);
    this.#server.close();
  }

  async #accept(socket: Socket): Promise<void> {
    if (this.#conversation !== undefined || !this.#server.listening) {
      socket.resetAndDestroy();
      return;
    }
    this.#close();
    const { serve, free, log, watch } = this.#parts;
    const conversation = new Conversation(socket, undefined, (verb) => watch?.asked(verb));
    watch?.connected();
    this.#conversation = conversation;
    try {
      await serve(conversation, free);
    } catch (error) {
      conversation.breakOff();
      const { code, message } = AyniError.from(error);
      const facts = { dialect: 'slots', from: conversation.remote.host, code, message };
      if (code === 'internal') log.error({ ...facts, error }, 'a data port failed');
      else log.debug(facts, 'a data port ended');
    } finally {
      await conversation[Symbol.asyncDispose]();
      free();
      watch?.ended();
      this.#resolveEnd();
    }
  }
}
