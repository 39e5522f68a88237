import { AyniError } from '../../../src/core/errors.ts';
import { errorOfAnswer } from '../../../src/wire/http/error-body.ts';
import { connection } from './connection.ts';
import { PATHS, type Answer, type Operation, type Request } from './routes.ts';

/** A call that takes longer is given up, ms: the daemon itself may have to wait for a slow tracker. */
const DEADLINE_MS = 20_000;

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** ms. */
  readonly deadline?: number;
}

function failureOf(error: unknown, signal: AbortSignal | undefined): AyniError {
  if (signal?.aborted === true) return new AyniError('cancelled', 'Not wanted any more.', { cause: error });
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return new AyniError('timeout', 'Ayni on this machine takes too long to answer.', { cause: error });
  }
  return new AyniError('no-daemon', 'Ayni on this machine does not answer.', { cause: error });
}

function ask(name: Operation, request: unknown, signal: AbortSignal): Promise<Response> {
  const [method, path] = PATHS[name];
  if (method === 'GET') return fetch(path, { signal });
  const headers = { 'content-type': 'application/json' };
  return fetch(path, { method, headers, body: JSON.stringify(request), signal });
}

/**
 * Asks the daemon. Throws an `AyniError` with its code, with `no-daemon` where nobody answers, with `timeout` after the
 * deadline and with `cancelled` where the caller gave up. A 401 leads to the page that tells how to get in.
 */
export async function call<Name extends Operation>(
  name: Name,
  request: Request<Name>,
  { signal, deadline = DEADLINE_MS }: CallOptions = {},
): Promise<Answer<Name>> {
  // Not `AbortSignal.timeout`: the browser would keep it, and what came by it, until the deadline.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('', 'TimeoutError')), deadline);
  try {
    const response = await ask(
      name,
      request,
      AbortSignal.any([late.signal, ...(signal === undefined ? [] : [signal])]),
    );
    // The daemon checked it with the schema of its route before it was sent.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (response.ok) return (await response.json()) as Answer<Name>;
    if (response.status === 401) connection.locked();
    const body = new Uint8Array(await response.arrayBuffer());
    throw errorOfAnswer({ status: response.status, body }, 'Ayni');
  } catch (error) {
    if (error instanceof AyniError) throw error;
    throw failureOf(error, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether the daemon does not know the call: it is older than the page, or runs a tracker alone. */
export function isMissing(error: AyniError | undefined): boolean {
  return error?.context['status'] === 404;
}
