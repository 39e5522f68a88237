import { AyniError, type ErrorCode } from '../../../core/errors.ts';

/** Status codes of gRPC (https://grpc.io/docs/guides/status-codes), as many as are used here. */
export const GRPC_STATUS = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  outOfRange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  dataLoss: 15,
  unauthenticated: 16,
} as const;

/** What a foreign caller is told. Most of these no front-end of a dialect meets; the compiler asks for all. */
const STATUS_OF = {
  'bad-request': GRPC_STATUS.invalidArgument,
  'bad-id': GRPC_STATUS.invalidArgument,
  'bad-path': GRPC_STATUS.notFound,
  'bad-link': GRPC_STATUS.invalidArgument,
  'bad-manifest': GRPC_STATUS.internal,
  'bad-config': GRPC_STATUS.internal,
  usage: GRPC_STATUS.invalidArgument,
  'too-large': GRPC_STATUS.resourceExhausted,
  unauthenticated: GRPC_STATUS.unauthenticated,
  'credential-invalid': GRPC_STATUS.unauthenticated,
  'credential-expired': GRPC_STATUS.unauthenticated,
  revoked: GRPC_STATUS.permissionDenied,
  forbidden: GRPC_STATUS.permissionDenied,
  'invite-invalid': GRPC_STATUS.permissionDenied,
  'wrong-peer': GRPC_STATUS.unavailable,
  'not-found': GRPC_STATUS.notFound,
  ambiguous: GRPC_STATUS.failedPrecondition,
  'no-sources': GRPC_STATUS.notFound,
  'content-changed': GRPC_STATUS.aborted,
  'range-invalid': GRPC_STATUS.outOfRange,
  'range-not-held': GRPC_STATUS.outOfRange,
  'revision-mismatch': GRPC_STATUS.aborted,
  conflict: GRPC_STATUS.alreadyExists,
  busy: GRPC_STATUS.unavailable,
  'too-many-connections': GRPC_STATUS.unavailable,
  timeout: GRPC_STATUS.deadlineExceeded,
  unreachable: GRPC_STATUS.unavailable,
  cancelled: GRPC_STATUS.cancelled,
  'bad-answer': GRPC_STATUS.unavailable,
  'corrupt-piece': GRPC_STATUS.dataLoss,
  'cut-off': GRPC_STATUS.unavailable,
  'disk-full': GRPC_STATUS.resourceExhausted,
  'no-permission': GRPC_STATUS.permissionDenied,
  'io-failed': GRPC_STATUS.internal,
  'file-vanished': GRPC_STATUS.notFound,
  'port-in-use': GRPC_STATUS.internal,
  'state-locked': GRPC_STATUS.internal,
  'state-damaged': GRPC_STATUS.internal,
  'state-newer': GRPC_STATUS.internal,
  'not-joined': GRPC_STATUS.failedPrecondition,
  'already-joined': GRPC_STATUS.alreadyExists,
  'no-daemon': GRPC_STATUS.unavailable,
  internal: GRPC_STATUS.internal,
} satisfies Record<ErrorCode, number>;

/** What a caller reads of a failure; of a bug only that there was one. */
export function statusOfError(error: AyniError): { readonly code: number; readonly details: string } {
  return {
    code: STATUS_OF[error.code],
    details: error.code === 'internal' ? 'Internal error' : error.message,
  };
}

const CODE_OF: Readonly<Record<number, ErrorCode>> = {
  [GRPC_STATUS.cancelled]: 'cut-off',
  [GRPC_STATUS.invalidArgument]: 'bad-request',
  [GRPC_STATUS.deadlineExceeded]: 'timeout',
  [GRPC_STATUS.notFound]: 'not-found',
  [GRPC_STATUS.permissionDenied]: 'forbidden',
  [GRPC_STATUS.resourceExhausted]: 'too-large',
  [GRPC_STATUS.unavailable]: 'unreachable',
  [GRPC_STATUS.unauthenticated]: 'unauthenticated',
};

/**
 * The failure of a call, as it is known here; `bad-answer` for a status that says no more than that something went
 * wrong there.
 * @param who was called, for the message
 */
export function errorOfStatus(code: number, details: string, who: string, cause?: unknown): AyniError {
  // What another machine says must not move the cursor of our terminal.
  // oxlint-disable-next-line no-control-regex -- these do
  const said = details.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 300);
  const known = CODE_OF[code] ?? 'bad-answer';
  return new AyniError(known, `${who} answers with gRPC status ${code}: ${said}`, {
    context: { status: code },
    cause,
  });
}
