import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { HttpAnswer } from '../../net/http/http-answer.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { statusOfError } from '../../wire/http/status.ts';
import { json } from './json.ts';

/** Anything thrown while a request was served, as what its sender is told. */
function errorForClient(error: unknown): AyniError {
  if (error instanceof AyniError) return error;
  return new AyniError('internal', 'The tracker failed at this request: its log tells more.', { cause: error });
}

/** @param request its id, for the log */
export function answerError(error: unknown, request: string, log: Logger): HttpAnswer {
  const told = errorForClient(error);
  const status = statusOfError(told.code);
  if (told.code === 'internal') log.error({ request, err: error }, 'a request failed');
  const { retryAfter } = told.context;
  return {
    ...json(
      status,
      errorBody(told.ofRequest(request)),
      typeof retryAfter === 'number' ? { 'retry-after': retryAfter } : {},
    ),
    // Whoever may nothing here keeps no connection from a member.
    close: status === 401,
  };
}
