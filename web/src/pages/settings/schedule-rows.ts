import type { LimitStatus } from '../../../../src/wire/control/limit-messages.ts';
import { parseRate, rateText } from './rate-text.ts';

type Row = LimitStatus['schedule'][number];

/** The rates of a row that the page shows. */
const SHOWN = ['up', 'down'] as const;
const WHOLE_DAY = 1440;
const DAYTIME: Row = { days: [0, 1, 2, 3, 4, 5, 6], from: 480, to: 1080, rates: {} };

/** A row of the schedule while somebody changes it: what stands in its fields, right or wrong. */
export interface RowDraft {
  /** What it is known by, whatever comes before it. */
  readonly key: number;
  /** At least one. */
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly up: string;
  readonly down: string;
  /** As it was, with what the page does not show. */
  readonly before: Row;
}

export function draftsOf(schedule: readonly Row[]): readonly RowDraft[] {
  return schedule.map((row, key) => draftOf(row, key));
}

/** The rows and one more, of daytime hours. */
export function withAnother(drafts: readonly RowDraft[]): readonly RowDraft[] {
  const key = Math.max(-1, ...drafts.map((draft) => draft.key)) + 1;
  return [...drafts, draftOf(DAYTIME, key)];
}

/** The schedule that the fields make, or undefined while one of them is wrong. */
export function scheduleOf(drafts: readonly RowDraft[]): Row[] | undefined {
  const rows = drafts.map(rowOf);
  return rows.every((row) => row !== undefined) ? rows : undefined;
}

/** Minutes since midnight of `hh:mm`, or undefined for anything else, as a field that is not filled in. */
export function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)(?::[\d.]+)?$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

function draftOf(row: Row, key: number): RowDraft {
  const { days, from, to, rates } = row;
  return {
    key,
    days,
    from: timeText(from),
    to: timeText(to),
    up: rateText(rates.up),
    down: rateText(rates.down),
    before: row,
  };
}

function rowOf(draft: RowDraft): Row | undefined {
  const [from, to] = [minutesOf(draft.from), minutesOf(draft.to)];
  if (from === undefined || to === undefined) return undefined;
  const rates = { ...draft.before.rates };
  for (const name of SHOWN) {
    // An empty field says nothing, and also shows what is unlimited: what was not touched stays.
    if (draft[name] === rateText(rates[name])) continue;
    const rate = parseRate(draft[name]);
    if (rate === undefined) return undefined;
    if (rate === null) delete rates[name];
    else rates[name] = rate;
  }
  return { days: [...draft.days], from, to: to === 0 ? WHOLE_DAY : to, rates };
}

function timeText(minutes: number): string {
  const pad = (count: number): string => String(count).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
}
