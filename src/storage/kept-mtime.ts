/** What an ECMAScript date can show, ms around the Unix epoch. */
const MAX_TIME = 8.64e15;

/**
 * A modification time as a store keeps it: whole, and one that a date can show. File systems know times that none can,
 * and SQLite gives no integer beyond 2^53 back: one such time would fail every search and listing that comes across it.
 */
export function keptMtime(ms: number): number {
  return Math.trunc(Math.min(Math.max(ms, -MAX_TIME), MAX_TIME));
}
