import { InvalidArgumentError } from 'commander';

import { formatSpeed } from '../../core/format/quantity.ts';
import {
  MAX_RATE,
  MIN_RATE,
  type Direction,
  type RateSettings,
  type ScheduleRow,
} from '../../core/transfer/rate-limits.ts';
import { size } from './parsers.ts';

/** How limits are written, and shown. */

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const NAMES: Readonly<Record<string, Direction>> = {
  up: 'up',
  down: 'down',
  'peer-up': 'peerUp',
  'peer-down': 'peerDown',
};
const ROW_FORM = 'A row is like "mon-fri 08:00-18:00 up=1MB down=off", or "daily 22:00-06:00 peer-up=500kB".';

/** Bytes per second. Commander takes null for nothing. */
export type RateOption = number | 'off';

/** `5MB`, `500kB/s` in bytes per second, or `off`. */
export function rate(text: string): RateOption {
  if (text === 'off') return text;
  let bytes: number;
  try {
    bytes = size(text.replace(/\/s$/, ''));
  } catch {
    throw new InvalidArgumentError('A speed is like 500kB or 5MB (a second), or off for no limit.');
  }
  if (bytes < MIN_RATE || bytes > MAX_RATE) {
    throw new InvalidArgumentError(`A speed is at least ${formatSpeed(MIN_RATE)}, or off for no limit.`);
  }
  return bytes;
}

/** As limits are kept. */
export function settingOf(option: RateOption): number | null {
  return option === 'off' ? null : option;
}

/** `mon-fri 08:00-18:00 up=1MB down=2MB`. */
export function scheduleRow(text: string): ScheduleRow {
  const [days = '', hours = '', ...limits] = text.trim().toLowerCase().split(/\s+/);
  const times = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(hours)?.slice(1).map(Number);
  if (times === undefined || limits.length === 0) throw new InvalidArgumentError(ROW_FORM);
  const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = times;
  const [from, end] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute];
  if (fromMinute > 59 || toMinute > 59 || from > 1439 || end > 1440) {
    throw new InvalidArgumentError(`"${hours}" is no time of day: from 00:00 to 24:00.`);
  }
  return { days: daysOf(days), from, to: end === 0 ? 1440 : end, rates: ratesOf(limits) };
}

/** For an option that may be given several times. */
export function collectRows(text: string, before: readonly ScheduleRow[] = []): readonly ScheduleRow[] {
  return [...before, scheduleRow(text)];
}

function daysOf(text: string): number[] {
  if (text === 'daily') return [0, 1, 2, 3, 4, 5, 6];
  const days = new Set<number>();
  for (const part of text.split(',')) {
    const [first = -1, last = first] = part.split('-', 2).map((name) => DAYS.findIndex((day) => day === name));
    if (first < 0 || last < 0) throw new InvalidArgumentError(`"${text}" names no days. ${ROW_FORM}`);
    for (let day = first; ; day = (day + 1) % 7) {
      days.add(day);
      if (day === last) break;
    }
  }
  return [...days].toSorted((a, b) => a - b);
}

function ratesOf(limits: readonly string[]): RateSettings {
  const rates: { [Name in Direction]?: number | null } = {};
  for (const limit of limits) {
    const [name = '', value = '', ...more] = limit.split('=');
    const direction = NAMES[name];
    if (direction === undefined || value === '' || more.length > 0) throw new InvalidArgumentError(ROW_FORM);
    rates[direction] = settingOf(rate(value));
  }
  return rates;
}

/** `up 1.0 MB/s, each peer's up 500 kB/s`; what is unlimited is not named unless it was set so. */
export function formatRates(rates: RateSettings): string {
  return Object.entries(NAMES)
    .flatMap(([name, direction]) => {
      const value = rates[direction];
      return value === undefined ? [] : [`${name} ${value === null ? 'off' : formatSpeed(value)}`];
    })
    .join(', ');
}

export function formatRow({ days, from, to, rates }: ScheduleRow): string {
  const time = (minutes: number) =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  const names = days.length === 7 ? 'daily' : days.map((day) => DAYS[day] ?? '').join(',');
  return `${names} ${time(from)}-${time(to)}  ${formatRates(rates)}`;
}
