import { AyniError } from '../../core/errors.ts';
import type { HttpAnswer } from '../../net/http/http-answer.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { statusOfError } from '../../wire/http/status.ts';

/** The paths of this machine are nobody's business. */
function withoutPaths(error: AyniError): AyniError {
  if (error.code === 'internal')
    return new AyniError('internal', 'Something failed here; the log of this peer tells what.');
  const { path: _path, ...context } = error.context;
  return new AyniError(error.code, error.message, { context });
}

/** An answer that tells of an error. */
export function errorAnswer(error: AyniError): HttpAnswer {
  const { retryAfter, size } = error.context;
  const status = statusOfError(error.code);
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...(typeof retryAfter === 'number' ? { 'retry-after': retryAfter } : {}),
      ...(error.code === 'range-invalid' && typeof size === 'number' ? { 'content-range': `bytes */${size}` } : {}),
    },
    body: JSON.stringify(errorBody(withoutPaths(error))),
    // Whoever failed once begins anew, with a handshake: trying credentials must not be cheap.
    close: status === 401,
  };
}
