/** A lease as it is kept. */
export interface LeaseRow {
  readonly peer: number;
  /** JSON. */
  readonly endpoints: string;
  readonly slotsTotal: number;
  readonly slotsFree: number;
  readonly agent: string;
  /** ms since the Unix epoch; 0 for one that was ended. */
  readonly expires: number;
  readonly seen: number;
}
