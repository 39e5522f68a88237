import { AyniError } from '../../core/errors.ts';
import { plainRequest } from '../shared/rpc/http-request.ts';
import { readBody } from '../shared/rpc/read-body.ts';
import { fieldOf, parseJson } from './codec.ts';

/** Bytes of an answer: a list of all files. */
const MAX_ANSWER = 64 * 1024 * 1024;

export interface MasterAnswer {
  readonly status: number;
  /** Undefined where it is no JSON, as the error pages of some frameworks. */
  readonly body: unknown;
  /** What an error says. */
  readonly message: string | undefined;
}

/** Calls to a master of this system. Every status is an answer. */
export class MasterClient {
  readonly #at: { readonly host: string; readonly port: number };
  readonly #timeoutMs: number;

  constructor(at: { readonly host: string; readonly port: number }, { timeoutMs }: { readonly timeoutMs: number }) {
    this.#at = at;
    this.#timeoutMs = timeoutMs;
  }

  /** The master, for messages. */
  get who(): string {
    return `${this.#at.host}:${this.#at.port}`;
  }

  /** @throws {AyniError} `unreachable`, `timeout`, `cut-off`, `bad-answer`, `cancelled` */
  async call(
    path: string,
    body: object,
    { signal, method = 'POST' }: { readonly signal: AbortSignal; readonly method?: 'GET' | 'POST' },
  ): Promise<MasterAnswer> {
    const { host, port } = this.#at;
    // The deadline is for all of it.
    const ends = AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]);
    try {
      const request = { method, host, port, path, body, timeoutMs: this.#timeoutMs };
      const answer = await plainRequest({ ...request, signal: ends });
      try {
        return { status: answer.statusCode ?? 0, ...read(await readBody(answer, MAX_ANSWER)) };
      } finally {
        answer.destroy();
      }
    } catch (error) {
      if (!signal.aborted && ends.aborted) {
        throw new AyniError('timeout', `The master at ${this.who} did not answer in time.`, { cause: error });
      }
      if (AyniError.is(error, 'too-large')) {
        throw new AyniError('bad-answer', `The master at ${this.who} answers without end.`, { cause: error });
      }
      throw error;
    }
  }

  /** A call that some masters take as POST and others as GET with a body. */
  async ask(path: string, body: object, { signal }: { readonly signal: AbortSignal }): Promise<MasterAnswer> {
    const answer = await this.call(path, body, { signal });
    return answer.status === 405 ? this.call(path, body, { signal, method: 'GET' }) : answer;
  }
}

function read(bytes: Buffer): { readonly body: unknown; readonly message: string | undefined } {
  try {
    const body = parseJson(bytes);
    const message = fieldOf(body, 'message');
    return { body, message: typeof message === 'string' ? message : undefined };
  } catch {
    return { body: undefined, message: undefined };
  }
}
