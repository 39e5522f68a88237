/** Where the rules take time from. Tests hand in one they move by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}
