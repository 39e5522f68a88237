import type { Logger } from '../../core/log.ts';
import { AyniError } from '../../core/errors.ts';
import type { ForeignAnswer, ForeignFetch, ForeignSource } from '../../wire/dialects/foreign-client.ts';
import { bodyChunks } from '../shared/rpc/body-chunks.ts';
import { plainRequest } from '../shared/rpc/http-request.ts';
import { pathOfName } from './url-name.ts';

export interface FlatgrpcClientOptions {
  /** What we register as; by default the address below, as `peerIdOfAddress` has it. */
  readonly peerId?: string;
  /** Where others reach us; by default the address from which this machine reaches the tracker. */
  readonly host?: string;
  /** ms between looks at the share, after which a changed list is registered; 30 s. */
  readonly refreshMs?: number;
  /** ms until an answer begins, and without a byte of it; 20 s. */
  readonly timeoutMs?: number;
}

export const TIMEOUT_MS = 20_000;

/** Fetches from peers of this system: `GET /files/<name>`. */
export class FlatgrpcFetch implements ForeignFetch {
  readonly #timeoutMs: number;

  constructor(_components: { readonly log: Logger }, { timeoutMs = TIMEOUT_MS }: FlatgrpcClientOptions) {
    this.#timeoutMs = timeoutMs;
  }

  async fetch({ name, host, port }: ForeignSource, { signal }: { signal: AbortSignal }): Promise<ForeignAnswer> {
    const path = pathOfName(name);
    const answer = await plainRequest({ method: 'GET', host, port, path, signal, timeoutMs: this.#timeoutMs });
    const { statusCode: status = 0, headers } = answer;
    if (status !== 200) {
      answer.destroy();
      throw failureOf(status, `${host}:${port}`, name);
    }
    const length = headers['content-length'];
    const size = length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
    return {
      ...(size === undefined ? {} : { size }),
      chunks: bodyChunks(answer, { who: `${host}:${port}`, idleMs: this.#timeoutMs, signal }),
      // HTTP/1.0 servers may tell the end by closing alone.
      endIsKnown: size !== undefined || headers['transfer-encoding'] !== undefined,
      async [Symbol.asyncDispose]() {
        answer.destroy();
      },
    };
  }
}

function failureOf(status: number, who: string, name: string): AyniError {
  const context = { status };
  if (status === 404) return new AyniError('not-found', `${who} has no file named ${name}.`, { context });
  if (status === 401 || status === 403) {
    return new AyniError('unauthenticated', `${who} does not give out ${name}.`, { context });
  }
  if (status === 503 || status === 429) return new AyniError('busy', `${who} is busy: try again later.`, { context });
  return new AyniError('bad-answer', `${who} answers with HTTP status ${status}.`, { context });
}
