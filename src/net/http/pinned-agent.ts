import { Agent, type RequestOptions } from 'node:https';
import { PassThrough, type Duplex } from 'node:stream';

import type { Address } from '../../core/access/link.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import type { Identity } from '../identity/identity.ts';
import { dial } from '../tls/dial.ts';

/** What a request adds to Node's options, for its agent. */
export interface PinnedRequest extends RequestOptions {
  readonly target: Address;
  readonly expected: PeerId | undefined;
  /** Ends dialling too: Node keeps `signal` from its agents, and a request without a socket cannot be destroyed. */
  readonly ends: AbortSignal;
}

function isPinned(options: object): options is PinnedRequest {
  return 'target' in options;
}

/** Keeps connections per address and expected peer; every one comes from `dial`, so none is unproven. */
export class PinnedAgent extends Agent {
  readonly #identity: Identity;
  readonly #dialTimeoutMs: number;
  readonly #onLost: (address: Address) => void;
  readonly #closed = new AbortController();

  constructor(
    { identity }: { identity: Identity },
    options: {
      maxSockets: number;
      idleMs: number;
      dialTimeoutMs: number;
      /** A connection ended, but not because it idled too long here. */
      onLost: (address: Address) => void;
    },
  ) {
    // One connection may idle for each that may run; those idle too long are closed.
    super({
      keepAlive: true,
      maxSockets: options.maxSockets,
      maxFreeSockets: options.maxSockets,
      timeout: options.idleMs,
    });
    this.#identity = identity;
    this.#dialTimeoutMs = options.dialTimeoutMs;
    this.#onLost = options.onLost;
  }

  override getName(options: RequestOptions = {}): string {
    if (!isPinned(options)) return super.getName(options);
    return `${options.target.host} ${options.target.port} ${options.expected ?? ''}`;
  }

  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    if (!isPinned(options)) throw new AyniError('internal', 'A request without a target.');
    void this.#connect(options, callback);
    return undefined;
  }

  async #connect(
    { target, expected, ends }: PinnedRequest,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Promise<void> {
    const signal = AbortSignal.any([this.#closed.signal, ends]);
    const options = { identity: this.#identity, expected, signal, timeoutMs: this.#dialTimeoutMs };
    let socket: Duplex;
    try {
      socket = await dial(target, options);
    } catch (error) {
      // Node's type wants a stream beside the error; its agent looks at the error first.
      callback?.(AyniError.from(error), new PassThrough());
      return;
    }
    let idled = false;
    socket.once('timeout', () => (idled = true));
    socket.once('close', () => {
      if (!idled && !this.#closed.signal.aborted) this.#onLost(target);
    });
    callback?.(null, socket);
  }

  override destroy(): void {
    this.#closed.abort();
    super.destroy();
  }
}
