import { type AyniError, ERROR_CODES, type ErrorCode, type ErrorContext } from '../../core/errors.ts';

/** Status codes of gRPC (https://grpc.io/docs/guides/status-codes). */
const CANCELLED = 1;
const INVALID_ARGUMENT = 3;
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const FAILED_PRECONDITION = 9;
const ABORTED = 10;
const OUT_OF_RANGE = 11;
const INTERNAL = 13;
const UNAVAILABLE = 14;
const DATA_LOSS = 15;
const UNAUTHENTICATED = 16;

/** The status that each error travels with. */
const ERROR_STATUS = {
  'bad-request': INVALID_ARGUMENT,
  'bad-id': INVALID_ARGUMENT,
  'bad-path': INVALID_ARGUMENT,
  'bad-link': INVALID_ARGUMENT,
  'bad-manifest': INVALID_ARGUMENT,
  'bad-config': INVALID_ARGUMENT,
  usage: INVALID_ARGUMENT,
  'too-large': RESOURCE_EXHAUSTED,
  unauthenticated: UNAUTHENTICATED,
  'credential-invalid': UNAUTHENTICATED,
  'credential-expired': UNAUTHENTICATED,
  revoked: UNAUTHENTICATED,
  forbidden: PERMISSION_DENIED,
  'invite-invalid': PERMISSION_DENIED,
  'wrong-peer': UNAVAILABLE,
  'not-found': NOT_FOUND,
  ambiguous: FAILED_PRECONDITION,
  'no-sources': NOT_FOUND,
  // Asking again does not help: the content is no longer here.
  'content-changed': FAILED_PRECONDITION,
  'range-invalid': OUT_OF_RANGE,
  'range-not-held': FAILED_PRECONDITION,
  'revision-mismatch': ABORTED,
  conflict: ALREADY_EXISTS,
  busy: RESOURCE_EXHAUSTED,
  'too-many-connections': RESOURCE_EXHAUSTED,
  timeout: DEADLINE_EXCEEDED,
  unreachable: UNAVAILABLE,
  cancelled: CANCELLED,
  'bad-answer': UNAVAILABLE,
  'corrupt-piece': DATA_LOSS,
  'cut-off': UNAVAILABLE,
  'disk-full': RESOURCE_EXHAUSTED,
  'no-permission': INTERNAL,
  'io-failed': INTERNAL,
  'file-vanished': NOT_FOUND,
  'port-in-use': INTERNAL,
  'state-locked': INTERNAL,
  'state-damaged': INTERNAL,
  'state-newer': INTERNAL,
  'not-joined': FAILED_PRECONDITION,
  'already-joined': ALREADY_EXISTS,
  'no-daemon': UNAVAILABLE,
  internal: INTERNAL,
} as const satisfies Record<ErrorCode, number>;

export interface GrpcStatus {
  readonly code: number;
  /** One line for a person. */
  readonly details: string;
  /** Trailing metadata: `ayni-code`, and for each fact `ayni-` and its name, in printable ASCII. */
  readonly metadata: Readonly<Record<string, string>>;
}

const CODE_KEY = 'ayni-code';
/** The id of the request, in the trailing metadata of every answer. */
export const REQUEST_KEY = 'ayni-request';

function keyOf(fact: string): string {
  return `ayni-${fact.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Facts that go into metadata: `retryAfter` as `ayni-retry-after`, text percent-encoded. Paths are nobody's business. */
function factsOf(context: ErrorContext): [string, string][] {
  return Object.entries(context).flatMap(([name, fact]): [string, string][] => {
    if (fact === undefined || name === 'path' || typeof fact === 'object') return [];
    return [[keyOf(name), encodeURIComponent(String(fact).toWellFormed()).slice(0, 400)]];
  });
}

/** What a caller is told of a failure; of a bug only that there was one. */
export function statusOfError(error: AyniError): GrpcStatus {
  const { code, message, context } = error;
  const details = code === 'internal' ? 'Something failed here; the log of this machine tells what.' : message;
  return {
    code: ERROR_STATUS[code],
    // It will be percent-encoded, which halves of a pair of surrogates cannot be.
    details: details.toWellFormed(),
    metadata: { ...Object.fromEntries(factsOf(context)), [CODE_KEY]: code },
  };
}

/** The code in the trailing metadata of a failed call; undefined where it is none of ours. */
export function codeInMetadata(value: string | undefined): ErrorCode | undefined {
  return ERROR_CODES.find((code) => code === value);
}
