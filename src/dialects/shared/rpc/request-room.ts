import type { Socket } from 'node:net';

/** Of requests, all connections together, bytes. */
const MAX_BYTES = 128 * 1024 * 1024;
/** ms between looks at what is coming. */
const LOOK_MS = 50;

interface Connection {
  /** Calls that are not over. */
  calls: number;
  /** Those of them whose request is not whole. */
  coming: number;
  /** What the socket had read when nothing was coming, and the messages that came since. */
  known: number;
  /** Bytes of the messages of calls that are not over. */
  held: number;
}

/** The request of one call. */
export interface PlacedRequest {
  /** A message of it is here. */
  came(bytes: number): void;
  /** Nothing more comes. */
  whole(): void;
  /** The call is over, and what it held is free. */
  over(): void;
}

/**
 * Bounds the requests that a gRPC server holds, whole or not: one connection may make many calls, each with a long
 * message. gRPC shows a message only when all of it is here; how much of it has come shows at the socket. Where there
 * is too much, the connection that has most is closed, so that nobody else is hurt.
 */
export class RequestRoom implements Disposable {
  readonly #maxBytes: number;
  readonly #connections = new Map<Socket, Connection>();
  #looking: NodeJS.Timeout | undefined;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** A call has begun. */
  begin(socket: Socket): PlacedRequest {
    const connection = this.#connections.get(socket) ?? { calls: 0, coming: 0, known: 0, held: 0 };
    this.#connections.set(socket, connection);
    if (connection.coming === 0) connection.known = socket.bytesRead;
    connection.calls++;
    connection.coming++;
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS).unref();
    let [held, isWhole, isOver] = [0, false, false];
    const whole = (): void => {
      if (!isWhole) connection.coming--;
      isWhole = true;
    };
    return {
      came: (bytes) => {
        held += bytes;
        connection.held += bytes;
        connection.known += bytes;
      },
      whole,
      over: () => {
        if (isOver) return;
        isOver = true;
        whole();
        connection.held -= held;
        if (--connection.calls === 0) this.#connections.delete(socket);
        if (this.#connections.size === 0) this[Symbol.dispose]();
      },
    };
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #look(): void {
    const sizes = Array.from(this.#connections, ([socket, connection]) => ({
      socket,
      bytes: bytesOf(socket, connection),
    }));
    let total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { socket, bytes } of sizes.toSorted((a, b) => b.bytes - a.bytes)) {
      if (total <= this.#maxBytes) return;
      total -= bytes;
      socket.destroy();
    }
  }
}

function bytesOf(socket: Socket, { coming, known, held }: Connection): number {
  return held + (coming === 0 ? 0 : Math.max(0, socket.bytesRead - known));
}
