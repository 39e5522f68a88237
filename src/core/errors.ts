/**
 * Every failure that Ayni names. A code is permanent: programs match on it, each front-end maps it with
 * `satisfies Record<ErrorCode, …>`, so that a new one does not compile until every front-end answers it.
 */
export const ERROR_CODES = [
  // What was asked is wrong.
  'bad-request', // a message that does not fit its schema
  'bad-id', // text that is no id of the expected kind
  'bad-path', // a path that leaves its root, is absolute, holds NUL, is too long or too deep
  'bad-link', // no Ayni link, or one of a version we do not speak
  'bad-manifest', // a manifest line that is not `name path`
  'bad-config', // an unknown or contradictory setting
  'usage', // a command line that makes no sense
  'too-large', // a message over its cap
  // Who asks may not.
  'unauthenticated', // no certificate, or no credential where one is needed
  'credential-invalid', // forged, of another network or bound to another certificate
  'credential-expired',
  'revoked',
  'forbidden', // known, but this role may not
  'invite-invalid', // unknown, used up, expired or revoked
  'wrong-peer', // whoever answered is not whom we dialled
  // What was asked for is not there.
  'not-found',
  'ambiguous', // a name with several contents
  'no-sources', // nobody who is online has it
  'content-changed', // the file differs from what was hashed
  'range-invalid', // a range outside the content
  'range-not-held', // a partial holder lacks it
  'revision-mismatch', // publish: the tracker knows another revision; send the full list
  'conflict', // not as things are: it exists already, has ended, or is one’s own
  // Not now.
  'busy', // no room for it now; context: retryAfter (s), and position where it waits for an upload slot
  'too-many-connections',
  'timeout',
  'unreachable', // nobody answers at that address
  'cancelled',
  // The other side misbehaves.
  'bad-answer', // an answer that is not the protocol's
  'corrupt-piece', // bytes whose hash is not the content's
  'cut-off', // the connection ended before the answer did
  // This machine.
  'disk-full',
  'no-permission',
  'io-failed',
  'file-vanished',
  'port-in-use',
  'state-locked', // another daemon uses the state folder
  'state-damaged', // a file of the state folder that holds something else than it should
  'state-newer', // written by a newer version
  'not-joined',
  'already-joined',
  'no-daemon',
  'internal', // a bug of ours
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What a tracker or a peer that is not there, or has no time, fails with: later it may answer. */
export const AWAY: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'timeout',
  'cut-off',
  'too-many-connections',
  'busy',
]);

/** Facts about a failure that a program may read: ids, paths, numbers. Never a secret. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * The one error class. `message` is one line for a person: what went wrong, with what, and what to do next.
 */
export class AyniError extends Error {
  readonly code: ErrorCode;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, message: string, options: { context?: ErrorContext; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AyniError';
    this.code = code;
    this.context = options.context ?? {};
  }

  /** Whether `error` is an AyniError, with this code when one is given. */
  static is(error: unknown, code?: ErrorCode): error is AyniError {
    return error instanceof AyniError && (code === undefined || error.code === code);
  }

  /** The same for the one who asked, with the id of the request; one from further on stays, its log tells more. */
  ofRequest(request: string): AyniError {
    const { code, message, context, cause } = this;
    return new AyniError(code, message, { context: { request, ...context }, cause });
  }

  /** Anything thrown, as an AyniError: what is not one already is a bug of ours. */
  static from(error: unknown): AyniError {
    if (error instanceof AyniError) return error;
    return new AyniError('internal', error instanceof Error ? error.message : String(error), { cause: error });
  }
}
