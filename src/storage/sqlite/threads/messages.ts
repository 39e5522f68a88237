import { AyniError, ERROR_CODES, type ErrorContext } from '../../../core/errors.ts';

/** Calls that can be sent to a thread: plain values in, plain values out. */
export type Operations = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The call that ends the thread, after those before it. */
export const CLOSE = '$close';

export interface Answer<T, Aside = unknown> {
  readonly id: number;
  readonly result?: T;
  readonly error?: SentError;
  /** What the thread has to say beside, of this call and of others that ended with it. */
  readonly aside?: Aside;
}

export interface SentError {
  readonly code: string;
  readonly message: string;
  readonly context: ErrorContext;
  readonly stack: string | undefined;
}

/** Errors lose their class between threads: this keeps what AyniError says. */
export function packError(thrown: unknown): SentError {
  const { code, message, context, stack, cause } = AyniError.from(thrown);
  const why = cause instanceof Error ? cause.stack : undefined;
  return { code, message, context, stack: why === undefined ? stack : `${stack ?? ''}\nCaused by: ${why}` };
}

export function unpackError(sent: SentError): AyniError {
  const code = ERROR_CODES.find((each) => each === sent.code) ?? 'internal';
  const error = new AyniError(code, sent.message, { context: sent.context });
  if (code === 'internal' && sent.stack !== undefined) error.stack = sent.stack;
  return error;
}
