/** Nanoseconds of a clock that is never set, and is the same in all threads. */
export const monotonicNs = (): bigint => process.hrtime.bigint();
