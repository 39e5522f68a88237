import type { Language } from './languages.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Sizes, speeds and times as a language writes them. */
export interface Format {
  /** Bytes in decimal units: `1.5 kB`. */
  readonly bytes: (bytes: number) => string;
  readonly speed: (bytesPerSecond: number) => string;
  readonly number: (count: number) => string;
  /** 0 to 1. */
  readonly percent: (part: number) => string;
  /** Seconds, two units at most: `2 min 5 s`. */
  readonly duration: (seconds: number) => string;
  /** A moment, ms: the time of today, else the date and the time. */
  readonly time: (ms: number, now?: number) => string;
  /** A moment before or after now: `5 minutes ago`. */
  readonly ago: (ms: number, now?: number) => string;
}

function makeBytes(language: Language): (bytes: number) => string {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (bytes) => {
    let value = Math.max(0, bytes);
    let unit = 0;
    // 999.5 would be shown as 1000 of its unit.
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    const number = (unit === 0 || value >= 9.95 ? whole : tenths).format(value);
    return `${number}\u00a0${UNITS[unit]}`;
  };
}

function duration(seconds: number): string {
  const pair = (large: number, largeUnit: string, small: number, smallUnit: string): string =>
    small === 0 ? `${large}\u00a0${largeUnit}` : `${large}\u00a0${largeUnit} ${small}\u00a0${smallUnit}`;
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}\u00a0s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(whole / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(whole / 3600);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function makeAgo(language: Language): (ms: number, now?: number) => string {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return (ms, now = Date.now()) => {
    const seconds = Math.round((ms - now) / 1000);
    const size = Math.abs(seconds);
    if (size < 45) return relative.format(0, 'second');
    if (size < 2700) return relative.format(Math.round(seconds / 60) || Math.sign(seconds), 'minute');
    if (size < 72_000) return relative.format(Math.round(seconds / 3600) || Math.sign(seconds), 'hour');
    return relative.format(Math.round(seconds / 86_400) || Math.sign(seconds), 'day');
  };
}

export function makeFormat(language: Language): Format {
  const bytes = makeBytes(language);
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    bytes,
    speed: (bytesPerSecond) => `${bytes(bytesPerSecond)}/s`,
    number: (count) => number.format(count),
    // All but the last byte is not all.
    percent: (part) => percent.format(part >= 1 ? 1 : Math.floor(Math.max(0, part) * 100) / 100),
    duration,
    time: (ms, now = Date.now()) => {
      const sameDay = new Date(ms).toDateString() === new Date(now).toDateString();
      return (sameDay ? clock : date).format(ms);
    },
    ago: makeAgo(language),
  };
}
