import { AyniError, type ErrorCode } from '../../core/errors.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EROFS: 'no-permission',
};

/** What the system says of a file, as an error for a person. */
export function diskFault(error: unknown): unknown {
  if (AyniError.is(error) || !(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return error;
  const code = CODES[error.code] ?? 'io-failed';
  return new AyniError(code, `The mirror cannot write: ${error.message}. It goes on when given again.`, {
    cause: error,
  });
}
