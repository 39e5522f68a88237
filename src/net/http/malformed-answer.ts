import type { AyniError } from '../../core/errors.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import type { HttpAnswer } from './http-answer.ts';

/** The answer to what is no request: one that is too slow, has headers without measure, or is no HTTP. */
export function malformedAnswer(error: AyniError): HttpAnswer & { readonly body: string } {
  const status = error.code === 'timeout' ? 408 : error.code === 'too-large' ? 431 : 400;
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(errorBody(error)) };
}
