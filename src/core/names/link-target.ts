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
