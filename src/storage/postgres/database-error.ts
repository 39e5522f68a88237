import { AyniError } from '../../core/errors.ts';

/** SQLSTATE of what goes away by itself: connections, restarts, deadlocks, serialization, a standby. */
const PASSING = /^(08|57P|53|40|25006)/;
/** Of the machine's network, from Node. */
const NETWORK: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);
/** Which `pg` throws without a code. */
const TOLD = /terminated|timeout|not queryable|closed|Client has encountered/i;

export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return error.code;
}

/** The connection went, or the database could not be reached: what was asked may be asked again. */
export function isLost(error: unknown): boolean {
  const code = sqlStateOf(error);
  if (code !== undefined) return NETWORK.has(code) || /^(08|57P)/.test(code);
  return error instanceof Error && !AyniError.is(error) && TOLD.test(error.message);
}

/** Nothing was done, and the same may work at once: a deadlock, a conflict with another writer. */
export function isConflict(error: unknown): boolean {
  const code = sqlStateOf(error);
  // 23503: what was referred to was swept away meanwhile; 23505: another tracker inserted the same.
  return code !== undefined && (code.startsWith('40') || code === '23503' || code === '23505');
}

/** What the database says, for a person; the password is in none of its messages. */
export function databaseError(error: unknown): AyniError {
  if (AyniError.is(error)) return error;
  const code = sqlStateOf(error);
  const cause = { cause: error };
  const reason = error instanceof Error ? error.message : String(error);
  if (code === '57014') return new AyniError('timeout', 'The tracker’s database was too slow: try again later.', cause);
  if (code === '25006') {
    return new AyniError('busy', 'The tracker’s database is read-only: point --store at the one that is written to.', {
      ...cause,
      context: { retryAfter: 5 },
    });
  }
  if (code === '53100') {
    return new AyniError('disk-full', 'The disk of the tracker’s database is full: make room there.', cause);
  }
  if (code === '28P01' || code === '28000') {
    return new AyniError('no-permission', `The database lets this tracker not in (${reason}): set PGPASSWORD.`, cause);
  }
  if (code === '42501') {
    return new AyniError('no-permission', `The database does not allow it (${reason}): grant it to this user.`, cause);
  }
  if (isLost(error) || (code !== undefined && PASSING.test(code))) {
    return new AyniError('busy', `The tracker’s database does not answer (${reason}): try again.`, {
      ...cause,
      context: { retryAfter: 1 },
    });
  }
  return new AyniError('io-failed', `The tracker’s database refused: ${reason}.`, cause);
}
