import { InvalidArgumentError } from 'commander';

import { label } from '../../config/kinds.ts';
import type { Setting } from '../../config/setting.ts';
import { DIALECTS, type Dialect } from '../../core/dialects/dialect.ts';
import { MAX_EXTENSION, MAX_LABEL, MAX_SHARE_NAME } from '../../wire/tracker/limits.ts';

/** Parsers of option values. What they throw names the option and what it wants. */

function port(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > 65_535) throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return value;
}

/** At least 1. */
export function positive(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('It should be 1 or more.');
  return value;
}

/** The parser of a setting's flag. */
export function valueOf({ kind }: Setting): (text: string) => unknown {
  return (text) => {
    const value = kind.parse(text);
    if (!kind.is(value)) throw new InvalidArgumentError(`It should be ${kind.says}.`);
    return value;
  };
}

function dialectNamed(name: string): Dialect {
  const found = DIALECTS.find((each) => each === name);
  if (found === undefined) throw new InvalidArgumentError(`It should be one of ${DIALECTS.join(', ')}.`);
  return found;
}

/** `NAME`, `NAME:PORT` or `NAME:PORT:PORT`: where the tracker listens, then where the peer does. */
export function dialect(text: string, before: readonly DialectPorts[] = []): readonly DialectPorts[] {
  const [name = '', ...ports] = text.split(':');
  if (ports.length > 2) throw new InvalidArgumentError('It should be like slots, slots:2521 or slots:2521:3333.');
  return [...before, { dialect: dialectNamed(name), ports: ports.map(port) }];
}

export interface DialectPorts {
  readonly dialect: Dialect;
  readonly ports: readonly number[];
}

export function bridged(text: string, before: readonly Dialect[] = []): readonly Dialect[] {
  return [...before, dialectNamed(text)];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It should be a whole number.');
  return Number(text);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 7 * 86_400 };

/** `30m`, `12h`, `7d`, `2w` in seconds; at most a year. */
export function lifetime(text: string): number {
  const match = /^(\d{1,6})([smhdw])$/.exec(text);
  const seconds = Number(match?.[1]) * (SECONDS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(seconds >= 1 && seconds <= 366 * 86_400)) {
    throw new InvalidArgumentError('It should be like 30m, 12h, 7d or 2w, and at most a year.');
  }
  return seconds;
}

const BYTES: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  ki: 2 ** 10,
  mi: 2 ** 20,
  gi: 2 ** 30,
  ti: 2 ** 40,
};

/** `1500`, `10MB`, `1.5GiB` in bytes. */
export function size(text: string): number {
  const match = /^(\d{1,12}(?:\.\d{1,3})?) ?([kmgt]i?)?b?$/i.exec(text);
  const bytes = Math.round(Number(match?.[1]) * (BYTES[(match?.[2] ?? '').toLowerCase()] ?? Number.NaN));
  if (!Number.isSafeInteger(bytes)) throw new InvalidArgumentError('A size is like 1500, 10MB or 1.5GiB.');
  return bytes;
}

// What a script passes of an empty variable is refused here, by the option's name, and not by the daemon's schemas.
export const shareName = labelOf(MAX_SHARE_NAME);
export const groupName = severalOf(labelOf(MAX_LABEL));
const plainExtension = labelOf(MAX_EXTENSION);
/** Without its dot, in lower case. */
export const extension = severalOf((text) => plainExtension(text.replace(/^\./, '').toLowerCase()));

function labelOf(max: number): (text: string) => string {
  const kind = label(max);
  return (text) => {
    if (!kind.is(text)) throw new InvalidArgumentError(`It should be ${kind.says}.`);
    return text;
  };
}

/** For options that may be given several times. */
function severalOf(parse: (text: string) => string) {
  return (text: string, before: readonly string[] = []): readonly string[] => [...before, parse(text)];
}

/** For options that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
