import { isUtf8 } from 'node:buffer';
import { AyniError } from '../../../core/errors.ts';
import { parseSharePath } from '../../../core/names/share-path.ts';

/** A line of a manifest: a file, and the name it is shared under. */
export interface ManifestLine {
  readonly name: string;
  /** As written: relative to the manifest, or absolute. */
  readonly path: string;
}

/** Larger manifests are refused. */
export const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;
const MAX_LINES = 100_000;

/**
 * Reads `name path`, a line for each file. The name ends at the first blank, the path may contain blanks; empty lines
 * mean nothing.
 * @throws {AyniError} `bad-manifest` with the number of the line, where a line is not that or a name comes twice
 */
export function parseManifest(bytes: Uint8Array, manifest: string): ManifestLine[] {
  const fail = (line: number, why: string): never => {
    throw new AyniError('bad-manifest', `Line ${line} of ${manifest} ${why}: each line should be "name path".`, {
      context: { path: manifest, line },
    });
  };
  const lines: ManifestLine[] = [];
  const names = new Map<string, number>();
  let number = 0;
  for (const text of split(bytes)) {
    number++;
    if (text === undefined) return fail(number, 'is not valid UTF-8');
    const line = text.replace(/\r$/u, '').replace(number === 1 ? /^\ufeff/u : '', '');
    if (line.trim() === '') continue;
    const match = /^\s*(\S+)\s+(.*\S)\s*$/u.exec(line);
    const [name, path] = [match?.[1]?.normalize('NFC'), match?.[2]];
    if (name === undefined || path === undefined) return fail(number, 'has no path');
    if (name.includes('/') || !isName(name))
      return fail(number, `has a name that no file can have ("${name.slice(0, 80)}")`);
    if (path.includes('\0')) return fail(number, 'has a NUL in its path');
    const before = names.get(name);
    if (before !== undefined) return fail(number, `has the name "${name.slice(0, 80)}" that line ${before} has too`);
    if (lines.length >= MAX_LINES) return fail(number, `is one too many, ${MAX_LINES} are the most`);
    names.set(name, number);
    lines.push({ name, path });
  }
  return lines;
}

function* split(bytes: Uint8Array): Generator<string | undefined> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let from = 0; from <= buffer.length;) {
    const newline = buffer.indexOf(10, from);
    const end = newline < 0 ? buffer.length : newline;
    const line = buffer.subarray(from, end);
    yield isUtf8(line) ? line.toString('utf8') : undefined;
    from = end + 1;
  }
}

function isName(name: string): boolean {
  try {
    return parseSharePath(name) !== '';
  } catch {
    return false;
  }
}
