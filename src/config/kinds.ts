import { parseAddress } from '../core/access/link.ts';

/** A kind of value that a setting takes. */
export interface Kind<T = unknown> {
  /** Completes "It should be". */
  readonly says: string;
  is(value: unknown): value is T;
  /** What a text of a flag or of the environment stands for; `is` tells whether it is one. */
  parse(text: string): unknown;
  /** Whether texts are paths, relative to where they are written. */
  readonly isPath?: boolean;
}

const LONGEST = 4096;

export function whole(min: number, max: number): Kind<number> {
  return {
    says: `a whole number from ${min} to ${max}`,
    is: (value): value is number =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max,
    parse: (written) => (/^\d{1,9}$/.test(written) ? Number(written) : written),
  };
}

/** @param max letters */
export function text(max = LONGEST): Kind<string> {
  return {
    says: `a text of 1 to ${max} letters`,
    is: (value): value is string => isText(value, max),
    parse: (written) => written,
  };
}

/** What a person calls something: no blank, no control characters. @param max letters */
export function label(max: number): Kind<string> {
  return {
    ...text(max),
    is: (value): value is string => isText(value, max) && value.trim() !== '' && !/\p{Cc}/u.test(value),
  };
}

export const path: Kind<string> = {
  says: 'a path',
  is: (value): value is string => isText(value, LONGEST),
  parse: (written) => written,
  isPath: true,
};

/** At most 100; with commas between them in a text. */
export const paths: Kind<readonly string[]> = {
  says: 'a list of paths',
  is: (value): value is readonly string[] =>
    Array.isArray(value) && value.length <= 100 && value.every((each) => isText(each, LONGEST)),
  parse: (written) => written.split(','),
  isPath: true,
};

export const yesOrNo: Kind<boolean> = {
  says: 'true or false',
  is: (value): value is boolean => typeof value === 'boolean',
  parse: (written) => (written === 'true' ? true : written === 'false' ? false : written),
};

export function oneOf<const T extends string>(...all: readonly T[]): Kind<T> {
  return {
    says: `one of ${all.join(', ')}`,
    is: (value): value is T => all.some((each) => each === value),
    parse: (written) => written,
  };
}

/** `host:port`. */
export const address: Kind<string> = {
  says: 'an address like 192.168.1.5:9999',
  is: (value): value is string => isText(value, 300) && parses(() => parseAddress(value)),
  parse: (written) => written,
};

/** @param protocols with their colon */
export function url(example: string, ...protocols: readonly string[]): Kind<string> {
  return {
    says: `an address like ${example}`,
    is: (value): value is string => isText(value, 2048) && protocols.includes(URL.parse(value)?.protocol ?? ''),
    parse: (written) => written,
  };
}

function isText(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= max && !value.includes('\0');
}

function parses(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
