import { AyniError } from '../errors.ts';
import { printable } from '../format/printable.ts';

/** What stands at a path of the tree that is written. */
export type Standing = 'directory' | 'symlink' | 'foreign-symlink' | 'other';

/**
 * Whether a symlink at `path` (relative to the root that is written, joined by `/`) with this target stays inside the root,
 * whatever other links of the tree do. `..` is followed only through what is a directory for certain: behind another
 * link it would mean another place than it reads. A link that was there before (`foreign-symlink`) is never passed.
 * @param standing what is or will be at a path
 */
export function linkStaysInside(path: string, target: string, standing: (path: string) => Standing): boolean {
  if (target === '' || target.includes('\0') || target.includes('\\') || target.startsWith('/')) return false;
  if (/^[a-z]:/i.test(target) || target.length > 4096 || !target.isWellFormed()) return false;
  const at = path.split('/').slice(0, -1);
  let certain = true;
  for (const name of target.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (!certain || at.length === 0) return false;
      at.pop();
      continue;
    }
    at.push(name);
    const there = standing(at.join('/'));
    if (there === 'foreign-symlink') return false;
    if (there !== 'directory') certain = false;
  }
  return true;
}

/**
 * Why a symlink is not fetched where it is named itself: nothing is listed below it, so it would come as an empty folder.
 * @param path `share/…`
 */
export function linkRefusal(path: string, target: string): AyniError {
  const to = pathInShare(path, target);
  const shown = `"${printable(path)}" is a link to "${printable(to ?? target)}"`;
  const next = to === undefined ? ', outside of the share: it cannot be fetched.' : ': name that instead.';
  return new AyniError('not-found', shown + next, { context: { path } });
}

/** The path, `share/…`, that a link reads as; undefined where it leads out of the share. */
function pathInShare(path: string, target: string): string | undefined {
  if (target.startsWith('/')) return undefined;
  const at = path.split('/').slice(0, -1);
  for (const name of target.split('/')) {
    if (name === '..') at.pop();
    else if (name !== '' && name !== '.') at.push(name);
    if (at.length === 0) return undefined;
  }
  return at.join('/');
}
