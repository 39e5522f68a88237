import { isUtf8 } from 'node:buffer';
import { readlinkSync, type BigIntStats } from 'node:fs';
import { MAX_CONTENT_SIZE } from '../../../core/content/geometry.ts';
import { parseSharePath } from '../../../core/names/share-path.ts';
import type { Found, Stamp } from '../../library/found.ts';

/** Where something is: as published and on disk, both relative to the share, and absolute. */
export interface Place {
  readonly path: string;
  readonly real: string;
  readonly disk: string;
}

export function stampOf(stats: BigIntStats): Stamp {
  return { size: Number(stats.size), mtimeNs: stats.mtimeNs, inode: stats.ino, birthNs: stats.birthtimeNs };
}

/** What is at a place, or why it cannot be shared. */
export function look(place: Place, stats: BigIntStats): Found | string {
  const { path, real, disk } = place;
  try {
    parseSharePath(path);
  } catch {
    return 'its path is too long, too deep or holds what no path may';
  }
  const where = real === path ? { path } : { path, real };
  if (stats.isDirectory()) return { kind: 'directory', ...where };
  if (stats.isSymbolicLink()) {
    const target = readlinkSync(disk, { encoding: 'buffer' });
    if (!isUtf8(target)) return 'the target of this link is not UTF-8';
    const text = target.toString('utf8');
    return staysInside(path, text) ? { kind: 'symlink', ...where, target: text } : 'this link leaves the share';
  }
  if (!stats.isFile()) return 'it is no file, folder or link';
  const stamp = stampOf(stats);
  if (stamp.size > MAX_CONTENT_SIZE) return 'it is larger than 16 TiB';
  const executable = process.platform !== 'win32' && (stats.mode & 0o100n) !== 0n;
  return { kind: 'file', ...where, stamp, executable };
}

/**
 * Whether a link at `path` stays inside its share. After its first name it may not go up again: that name may be
 * a link too, and then `..` would not lead where it seems to.
 */
export function staysInside(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || /^[a-z]:|\\/iu.test(target)) return false;
  const names = target.split('/').filter((name) => name !== '' && name !== '.');
  const down = names.findIndex((name) => name !== '..');
  const ups = down < 0 ? names.length : down;
  if (names.slice(ups).includes('..')) return false;
  return ups <= path.split('/').length - 1;
}
