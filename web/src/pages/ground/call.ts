import { Type, type Static, type TSchema } from 'typebox';
import { Check } from 'typebox/value';

import { AyniError, ERROR_CODES } from '../../../../src/core/errors.ts';
import type { ControlRoute } from '../../../../src/wire/control/routes.ts';

/** ms. The daemon asks a tracker, which may be slow. */
const DEADLINE = 30_000;

const ErrorAnswer = Type.Object({ error: Type.Object({ code: Type.String(), message: Type.String() }) });

/**
 * One call of the daemon that served this page; the session cookie says who asks.
 * @throws {AyniError} what the daemon answered; `unreachable`, `timeout`, `cancelled` or `bad-answer`
 */
export async function call<Request extends TSchema, Answer extends TSchema>(
  { method, path, answer }: ControlRoute<Request, Answer>,
  request: Static<Request>,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Static<Answer>> {
  const deadline = AbortSignal.timeout(DEADLINE);
  const body =
    method === 'GET' ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(request) };
  let status: number;
  let said: unknown;
  try {
    const response = await fetch(path, {
      method,
      ...body,
      signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    });
    ({ status } = response);
    said = await response.json();
  } catch (cause) {
    throw failure(cause, signal, deadline);
  }
  if (status >= 400) throw refusal(said, status);
  if (!Check(answer, said))
    throw new AyniError('bad-answer', `The answer to ${path} is not what this page understands.`);
  return said;
}

function failure(cause: unknown, signal: AbortSignal | undefined, deadline: AbortSignal): AyniError {
  if (signal?.aborted === true) return new AyniError('cancelled', 'Cancelled.', { cause });
  if (deadline.aborted) return new AyniError('timeout', 'Ayni did not answer in time: try again.', { cause });
  if (cause instanceof SyntaxError) return new AyniError('bad-answer', 'Ayni answered with something else.', { cause });
  return new AyniError('unreachable', 'Ayni does not answer: is it running?', { cause });
}

/** What an answer with an error status says, whatever it looks like. */
export function refusal(said: unknown, status: number): AyniError {
  if (!Check(ErrorAnswer, said)) return new AyniError('bad-answer', `Ayni answered with status ${status}.`);
  const code = ERROR_CODES.find((known) => known === said.error.code) ?? 'internal';
  return new AyniError(code, said.error.message);
}
