import { AyniError, ERROR_CODES, type ErrorCode, type ErrorContext } from '../../core/errors.ts';
import { errorOfStatus, statusOfError } from './status.ts';

/** The body of every error answer: tracker, peers and the local API. */
export interface ErrorBody {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly context?: ErrorContext };
}

/** Bytes of an error's body that are read. */
export const MAX_ERROR_BODY = 64 * 1024;
/** Longer ones from another machine are cut. */
const MAX_MESSAGE = 500;
const MAX_FACTS = 32;

export function errorBody(error: AyniError): ErrorBody {
  const { code, message, context } = error;
  return { error: Object.keys(context).length === 0 ? { code, message } : { code, message, context } };
}

function isCode(value: unknown): value is ErrorCode {
  return ERROR_CODES.some((code) => code === value);
}

/** One line: what another machine says must not move the cursor of our terminal. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const clean = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  return clean.length > MAX_MESSAGE ? `${clean.slice(0, MAX_MESSAGE - 1)}…` : clean;
}

function parseContext(value: unknown): ErrorContext {
  if (typeof value !== 'object' || value === null) return {};
  const context: Record<string, string | number | boolean> = {};
  for (const [name, fact] of Object.entries(value).slice(0, MAX_FACTS)) {
    if (typeof fact === 'string') context[oneLine(name)] = oneLine(fact);
    else if (typeof fact === 'number' || typeof fact === 'boolean') context[oneLine(name)] = fact;
  }
  return context;
}

/** The error that a body tells, or undefined where it is none of ours. Control characters are removed. */
export function parseErrorBody(body: Uint8Array): AyniError | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || !('error' in parsed)) return undefined;
  const { error } = parsed;
  if (typeof error !== 'object' || error === null || !('code' in error) || !isCode(error.code)) return undefined;
  const message = 'message' in error && typeof error.message === 'string' ? oneLine(error.message) : error.code;
  return new AyniError(error.code, message, { context: 'context' in error ? parseContext(error.context) : {} });
}

/**
 * The error of an answer that is not a success: from its body, else from its status. A `retry-after` of whole seconds
 * becomes `context.retryAfter`. A code that does not belong to its status is not believed.
 * @param who answered, for the message
 */
export function errorOfAnswer(
  answer: { readonly status: number; readonly body: Uint8Array; readonly retryAfter?: string | undefined },
  who: string,
): AyniError {
  const parsed = parseErrorBody(answer.body);
  const told = parsed !== undefined && statusOfError(parsed.code) === answer.status ? parsed : undefined;
  const code = told?.code ?? errorOfStatus(answer.status) ?? 'bad-answer';
  const seconds = /^\d{1,6}$/.test(answer.retryAfter ?? '') ? Number(answer.retryAfter) : undefined;
  const context = {
    ...(seconds === undefined ? {} : { retryAfter: seconds }),
    ...told?.context,
    status: answer.status,
  };
  return new AyniError(code, told?.message ?? `${who} answers with HTTP status ${answer.status}.`, { context });
}
