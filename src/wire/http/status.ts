import type { ErrorCode } from '../../core/errors.ts';

/**
 * The HTTP status that each error travels with, between peers and at the tracker. What a peer may not fetch answers
 * as if it weren't there, so `forbidden` is for things whose existence is no secret.
 */
const ERROR_STATUS = {
  'bad-request': 400,
  'bad-id': 400,
  'bad-path': 400,
  'bad-link': 400,
  'bad-manifest': 400,
  'bad-config': 400,
  usage: 400,
  'too-large': 413,
  unauthenticated: 401,
  'credential-invalid': 401,
  'credential-expired': 401,
  revoked: 401,
  forbidden: 403,
  'invite-invalid': 403,
  'wrong-peer': 502,
  'not-found': 404,
  ambiguous: 409,
  'no-sources': 404,
  'content-changed': 410,
  'range-invalid': 416,
  'range-not-held': 409,
  'revision-mismatch': 409,
  conflict: 409,
  busy: 429,
  'too-many-connections': 503,
  timeout: 504,
  unreachable: 502,
  cancelled: 499,
  'bad-answer': 502,
  'corrupt-piece': 502,
  'cut-off': 502,
  'disk-full': 507,
  'no-permission': 500,
  'io-failed': 500,
  'file-vanished': 410,
  'port-in-use': 500,
  'state-locked': 500,
  'state-damaged': 500,
  'state-newer': 500,
  'not-joined': 409,
  'already-joined': 409,
  'no-daemon': 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** What a status means where the body does not name a code. Anything else is a `bad-answer`. */
const STATUS_ERROR: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'bad-request'],
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'timeout'],
  [409, 'range-not-held'],
  [410, 'content-changed'],
  [413, 'too-large'],
  [416, 'range-invalid'],
  [429, 'busy'],
  [503, 'too-many-connections'],
]);

export function errorOfStatus(status: number): ErrorCode | undefined {
  return STATUS_ERROR.get(status);
}

export function statusOfError(code: ErrorCode): number {
  return ERROR_STATUS[code];
}
