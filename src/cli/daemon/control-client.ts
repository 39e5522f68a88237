import type { IncomingMessage } from 'node:http';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';

import { AyniError } from '../../core/errors.ts';
import { Progress, type ControlFile } from '../../wire/control/messages.ts';
import { PROGRESS_PATH, type ControlRoute } from '../../wire/control/routes.ts';
import { errorOfAnswer } from '../../wire/http/error-body.ts';

// An `import` evaluates all exports of node:http, a WebSocket client among them: 16 MB that nobody here uses.
const { request } = process.getBuiltinModule('node:http');

/** Bytes of an answer; a page of 5,000 entries with long paths fits. */
const MAX_ANSWER = 64 * 1024 * 1024;
/** Long, since hashing and slow trackers stand behind some calls; they end at their own deadlines before. */
const CALL_TIMEOUT_MS = 10 * 60_000;
const MAX_EVENT = 16 * 1024 * 1024;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
}

/** The CLI's end of the local API of a running Ayni. */
export class ControlClient {
  readonly #file: ControlFile;

  constructor(file: ControlFile) {
    this.#file = file;
  }

  /** @throws {AyniError} what the daemon answered; `no-daemon` when it is gone; `cancelled` by the signal */
  async call<Request extends TSchema, Answer extends TSchema>(
    route: ControlRoute<Request, Answer>,
    message: Static<Request>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Static<Answer>> {
    const { method, path } = route;
    const deadline = AbortSignal.timeout(CALL_TIMEOUT_MS);
    const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
    const body = method === 'POST' ? { body: JSON.stringify(message) } : {};
    const response = await this.#send({ method, path, signal, ...body });
    const bytes = await readAll(response, options.signal);
    if (response.statusCode !== 200) throw errorOf(response, bytes);
    const answer = parseJson(bytes.toString('utf8'));
    if (!Value.Check(route.answer, answer)) throw new AyniError('bad-answer', misunderstood(path));
    return answer;
  }

  /** What the daemon does, again after each change. The daemon counts us as attached while this is read. */
  async *progress(options: { readonly signal: AbortSignal }): AsyncGenerator<Progress, void, undefined> {
    const response = await this.#send({ method: 'GET', path: PROGRESS_PATH, signal: options.signal });
    if (response.statusCode !== 200) throw errorOf(response, await readAll(response, options.signal));
    let rest = '';
    try {
      response.setEncoding('utf8');
      for await (const chunk of response) {
        rest += String(chunk);
        if (rest.length > MAX_EVENT) throw new AyniError('bad-answer', misunderstood(PROGRESS_PATH));
        const events = rest.split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data === undefined) continue;
          const progress = parseJson(data);
          if (!Value.Check(Progress, progress)) throw new AyniError('bad-answer', misunderstood(PROGRESS_PATH));
          yield progress;
        }
      }
    } catch (error) {
      throw connectionError(error, options.signal);
    } finally {
      response.destroy();
    }
  }

  #send(call: Call): Promise<IncomingMessage> {
    const url = new URL(call.path, this.#file.url);
    return new Promise((resolve, reject) => {
      const headers: Record<string, string> = { authorization: `Bearer ${this.#file.token}` };
      if (call.body !== undefined) headers['content-type'] = 'application/json';
      const sent = request(url, { method: call.method, headers, signal: call.signal, agent: false }, resolve);
      sent.on('error', (error) => reject(connectionError(error, call.signal)));
      sent.end(call.body);
    });
  }
}

async function readAll(response: IncomingMessage, signal: AbortSignal | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      length += bytes.length;
      if (length > MAX_ANSWER) throw new AyniError('too-large', 'The daemon answered with more than 64 MiB.');
      chunks.push(bytes);
    }
  } catch (error) {
    throw connectionError(error, signal);
  }
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AyniError('bad-answer', 'The daemon answered with something that is not JSON.', { cause });
  }
}

function misunderstood(path: string): string {
  return `The daemon's answer to ${path} is not understood: is it of another version? Stop it and start it again.`;
}

function errorOf(response: IncomingMessage, body: Uint8Array): AyniError {
  return errorOfAnswer({ status: response.statusCode ?? 0, body }, 'The daemon');
}

function connectionError(error: unknown, signal: AbortSignal | undefined): AyniError {
  if (AyniError.is(error)) return error;
  if (signal?.aborted === true) {
    const timedOut = signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
    return timedOut
      ? new AyniError('timeout', 'The daemon did not answer within 10 minutes.', { cause: error })
      : new AyniError('cancelled', 'Interrupted.', { cause: error });
  }
  return new AyniError('no-daemon', 'The daemon is gone: start it again with "ayni peer" or "ayni up".', {
    cause: error,
  });
}
