import { AWAY, type ErrorCode } from '../../core/errors.ts';

/** What may be over later: the job waits. Everything else needs a person. */
export const PASSING: ReadonlySet<ErrorCode> = new Set([
  ...AWAY,
  'no-sources',
  'bad-answer',
  'wrong-peer',
  'unauthenticated',
  'credential-invalid',
  'credential-expired',
]);
