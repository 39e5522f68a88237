import type { Static } from 'typebox';
import { Value } from 'typebox/value';

import { formatAddress, parseAddress } from '../../core/access/link.ts';
import { DIALECTS } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import { ForeignMark } from '../../wire/dialects/marks.ts';

/** A file at foreign peers; it has no content id until somebody here has fetched it. */
export type ForeignCandidate = Static<typeof ForeignMark> & {
  readonly kind: 'foreign';
  /** Who has it too. */
  readonly also: readonly Static<typeof ForeignMark>[];
};

/** The mark of an item of a search or a listing that lies at a foreign peer. */
export function markOf(item: object): Static<typeof ForeignMark> | undefined {
  const foreign = 'foreign' in item ? item.foreign : undefined;
  return Value.Check(ForeignMark, foreign) ? foreign : undefined;
}

/** Marks of one name, size and MD5 are taken for one file, the first of them for the one to ask first. */
export function foreignCandidates(marks: readonly Static<typeof ForeignMark>[]): ForeignCandidate[] {
  const groups = Map.groupBy(marks, ({ name, size, md5 }) => JSON.stringify([name, size, md5]));
  return [...groups.values()].flatMap(([first, ...also]) =>
    first === undefined ? [] : [{ kind: 'foreign' as const, ...first, also }],
  );
}

/** `slots://host:port/name`, which names a file at a foreign peer whether the network knows of it or not. */
export function foreignUrl({ dialect, name, ...address }: Static<typeof ForeignMark>): string {
  return `${dialect}://${formatAddress(address)}/${name}`;
}

/** @throws {AyniError} `usage` where it begins like one and is none */
export function parseForeignUrl(text: string): ForeignCandidate | undefined {
  const dialect = DIALECTS.find((one) => text.startsWith(`${one}://`));
  if (dialect === undefined) return undefined;
  const rest = text.slice(dialect.length + '://'.length);
  const slash = rest.indexOf('/');
  const name = rest.slice(slash + 1);
  if (slash < 0 || name === '') throw new AyniError('usage', `Say which file: ${dialect}://HOST:PORT/NAME.`);
  return { kind: 'foreign', dialect, ...parseAddress(rest.slice(0, slash)), name, also: [] };
}
