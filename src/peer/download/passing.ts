import type { ErrorCode } from '../../core/errors.ts';

/** What may be over later: the job waits. Everything else needs a person. */
export const PASSING: ReadonlySet<ErrorCode> = new Set([
  'no-sources',
  'busy',
  'too-many-connections',
  'unreachable',
  'timeout',
  'cut-off',
  'bad-answer',
  'wrong-peer',
  'unauthenticated',
  'credential-invalid',
  'credential-expired',
]);
