/** What can be limited: all uploads, all downloads, and those to or from each other peer. */
const DIRECTIONS = ['up', 'down', 'peerUp', 'peerDown'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The least that may be asked for, bytes per second: with less the deadlines of either side would end transfers. */
export const MIN_RATE = 32_000;
export const MAX_RATE = 1e12;
export const MAX_SCHEDULE_ROWS = 32;

/** Bytes per second; null for unlimited, absent where nothing is said. */
export type RateSettings = { readonly [Name in Direction]?: number | null };

/** Bytes per second, unlimited where absent. */
export type Rates = { readonly [Name in Direction]?: number };

/** Limits for some hours of some days. */
export interface ScheduleRow {
  /** 0 is Sunday, as `Date.getDay` has it. The day on which it begins. */
  readonly days: readonly number[];
  /** Minutes since midnight, local time. */
  readonly from: number;
  /** Up to 1440; not after `from` where it ends on the next day. */
  readonly to: number;
  /** What is not named stays as it is outside of the schedule. */
  readonly rates: RateSettings;
}

export interface LimitSettings {
  readonly rates: RateSettings;
  readonly schedule: readonly ScheduleRow[];
}

/** A moment on a clock on the wall. */
export interface LocalTime {
  /** 0 is Sunday. */
  readonly day: number;
  /** Since midnight. */
  readonly minute: number;
}

const DAY_MINUTES = 1440;

/** The first row that covers this moment. */
export function rowAt(schedule: readonly ScheduleRow[], { day, minute }: LocalTime): ScheduleRow | undefined {
  const before = (day + 6) % 7;
  return schedule.find(({ days, from, to }) => {
    if (from < to) return days.includes(day) && minute >= from && minute < to;
    return (days.includes(day) && minute >= from) || (days.includes(before) && minute < to % DAY_MINUTES);
  });
}

/** What holds at this moment. */
export function ratesAt({ rates, schedule }: LimitSettings, time: LocalTime): Rates {
  const named: RateSettings = { ...rates, ...rowAt(schedule, time)?.rates };
  const now: { [Name in Direction]?: number } = {};
  for (const direction of DIRECTIONS) {
    const rate = named[direction];
    if (typeof rate === 'number') now[direction] = rate;
  }
  return now;
}
