import { AyniError } from '../errors.ts';
import { utf8Length } from './utf8.ts';

/** A path inside a share: names joined by `/`, NFC as published, no leading slash; '' is the share itself. */
declare const brand: unique symbol;
export type SharePath = string & { readonly [brand]: 'share-path' };

/** In names, UTF-8 bytes of one name, UTF-8 bytes of the whole path. */
const MAX_DEPTH = 255;
const MAX_NAME_BYTES = 1024;
export const MAX_PATH_BYTES = 4096;
/** A path of so many UTF-16 units cannot be too deep, nor a name in it or all of it too long. */
const SURELY_SHORT = Math.floor(MAX_NAME_BYTES / 3);
/** A name that is empty, `.` or `..`; all letters of the path are looked at but once. */
const NO_NAME = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Distrusts a path that came from outside.
 * @throws {AyniError} `bad-path` for `.`, `..`, empty names, a leading slash, NUL, lone surrogates, too deep or too long
 */
export function parseSharePath(text: string): SharePath {
  const fail = (why: string): never => {
    const shown = text.length > 80 ? `${text.slice(0, 77)}…` : text;
    throw new AyniError('bad-path', `"${shown.replaceAll('\0', '\\0')}" is not a path inside a share: ${why}.`);
  };
  if (text === '') return text as SharePath;
  if (text.length <= SURELY_SHORT && text.isWellFormed() && !text.includes('\0') && !NO_NAME.test(text)) {
    return text as SharePath;
  }
  if (text.length > MAX_PATH_BYTES || utf8Length(text) > MAX_PATH_BYTES)
    fail(`it has more than ${MAX_PATH_BYTES} bytes`);
  if (!text.isWellFormed()) fail('it is not valid Unicode');
  if (text.includes('\0')) fail('it holds a NUL');
  const names = text.split('/');
  if (names.length > MAX_DEPTH) fail(`it is more than ${MAX_DEPTH} names deep`);
  for (const name of names) {
    if (name === '') fail('it begins or ends with a slash, or has two in a row');
    if (name === '.' || name === '..') fail('it holds . or ..');
    if (utf8Length(name) > MAX_NAME_BYTES) fail(`a name has more than ${MAX_NAME_BYTES} bytes`);
  }
  return text as SharePath;
}

/** The last name of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What is before the last name, '' at the top. */
export function parentPath(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
