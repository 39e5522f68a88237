import { MAX_FILE_NAME_BYTES, numberedName } from '../../core/names/safe-name.ts';
import { shorten, splitExtension } from '../../core/names/shorten.ts';
import { baseName, parentPath } from '../../core/names/share-path.ts';

/** Bytes that the mark and a number may take. */
const MARK_BYTES = 40;

/**
 * `notes (conflict 2026-11-26).txt`: where a file goes that somebody changed here and the mirror must make way for.
 * @param attempt from 1; from 2 on a number is added
 */
export function conflictName(path: string, at: Date, attempt: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const { stem, extension } = splitExtension(baseName(path));
  const room = MAX_FILE_NAME_BYTES - MARK_BYTES - Buffer.byteLength(extension);
  const name = `${shorten(stem, room)} (conflict ${day})${extension}`;
  const parent = parentPath(path);
  return (parent === '' ? '' : `${parent}/`) + (attempt < 2 ? name : numberedName(name, attempt));
}
