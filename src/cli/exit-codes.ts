import type { ErrorCode } from '../core/errors.ts';

/** What the exit code of `ayni` means; in the help of the program and in the docs. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  ambiguous: 3,
  notFound: 4,
  unreachable: 5,
  notAllowed: 6,
  interrupted: 130,
} as const;

export const EXIT_MEANINGS: readonly (readonly [number, string])[] = [
  [EXIT.ok, 'done'],
  [EXIT.failed, 'failed; the message says why'],
  [EXIT.usage, 'the command line makes no sense'],
  [EXIT.ambiguous, 'a name stands for several things; they are listed'],
  [EXIT.notFound, 'no such file, peer, share, download or source'],
  [EXIT.unreachable, 'the tracker, a peer or the daemon cannot be reached'],
  [EXIT.notAllowed, 'this member may not, or was not let in'],
  [EXIT.interrupted, 'interrupted (Ctrl-C)'],
];

const CODES = {
  'bad-request': EXIT.failed,
  'bad-id': EXIT.usage,
  'bad-path': EXIT.usage,
  'bad-link': EXIT.usage,
  'bad-manifest': EXIT.failed,
  'bad-config': EXIT.usage,
  usage: EXIT.usage,
  'too-large': EXIT.failed,
  unauthenticated: EXIT.notAllowed,
  'credential-invalid': EXIT.notAllowed,
  'credential-expired': EXIT.notAllowed,
  revoked: EXIT.notAllowed,
  forbidden: EXIT.notAllowed,
  'invite-invalid': EXIT.notAllowed,
  'wrong-peer': EXIT.unreachable,
  'not-found': EXIT.notFound,
  ambiguous: EXIT.ambiguous,
  'no-sources': EXIT.notFound,
  'content-changed': EXIT.failed,
  'range-invalid': EXIT.failed,
  'range-not-held': EXIT.failed,
  'revision-mismatch': EXIT.failed,
  conflict: EXIT.failed,
  busy: EXIT.failed,
  'too-many-connections': EXIT.unreachable,
  timeout: EXIT.unreachable,
  unreachable: EXIT.unreachable,
  cancelled: EXIT.interrupted,
  'bad-answer': EXIT.unreachable,
  'corrupt-piece': EXIT.failed,
  'cut-off': EXIT.unreachable,
  'disk-full': EXIT.failed,
  'no-permission': EXIT.failed,
  'io-failed': EXIT.failed,
  'file-vanished': EXIT.failed,
  'port-in-use': EXIT.failed,
  'state-locked': EXIT.failed,
  'state-newer': EXIT.failed,
  'state-damaged': EXIT.failed,
  'not-joined': EXIT.failed,
  'already-joined': EXIT.failed,
  'no-daemon': EXIT.unreachable,
  internal: EXIT.failed,
} as const satisfies Record<ErrorCode, number>;

export function exitCodeOf(code: ErrorCode): number {
  return CODES[code];
}
