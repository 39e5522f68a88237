import type { FlatFile } from '../../core/dialects/dialect.ts';
import type { DialectFile } from '../../wire/dialects/dialect-registry.ts';
import { listedName, nameable, wireName } from './names.ts';

/** Characters that are written at once. */
const PART = 64 * 1024;

/** A file that can be told: its size and its MD5 are known. */
export type Tellable<F extends FlatFile> = F & { readonly size: number; readonly md5: string };

export function isTellable<F extends FlatFile>(file: F): file is Tellable<F> {
  return file.size !== undefined && file.md5 !== undefined;
}

/** `npeers:name:size:md5` groups joined by `:`, in parts. Nothing where nothing can be told. */
export function listingParts(files: readonly DialectFile[]): Generator<string, void> {
  return joined(
    files
      .values()
      .filter(isTellable)
      .map((file) => `${nameable(file.owners).length}:${listedName(file)}:${file.size}:${file.md5}`),
  );
}

/** `<peerPort>[:name:size:md5]*`, in parts. */
export function announcementParts(port: number, files: readonly FlatFile[]): Generator<string, void> {
  const groups = files
    .values()
    .filter(isTellable)
    .map(({ name, size, md5 }) => `${wireName(name)}:${size}:${md5}`);
  return joined(chain(String(port), groups));
}

function* chain(first: string, rest: Iterable<string>): Generator<string, void> {
  yield first;
  yield* rest;
}

function* joined(groups: Iterable<string>): Generator<string, void> {
  let part = '';
  let separator = '';
  for (const group of groups) {
    part += separator + group;
    separator = ':';
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
