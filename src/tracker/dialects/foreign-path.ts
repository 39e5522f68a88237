import { parseSharePath, type SharePath } from '../../core/names/share-path.ts';

/** What no path may hold, and what would make one of a name that is none. */
const UNSAFE = /[\0\\%]/g;

/**
 * Where a foreign file is shown in the tree: its name, which may be a path already. A name that is no path is encoded
 * until it is one; the name itself is kept beside.
 */
export function foreignPath(name: string): SharePath {
  try {
    return parseSharePath(name);
  } catch {
    const parts = name.split('/').map((part) => encodePart(part));
    return parseSharePath(parts.join('%2F').slice(0, 255));
  }
}

function encodePart(part: string): string {
  const encoded = part.replaceAll(
    UNSAFE,
    (letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
  return /^\.{0,2}$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}
