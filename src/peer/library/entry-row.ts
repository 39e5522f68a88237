import { bigInteger, inode, integer, text, type Row } from '../../platform/sqlite-row.ts';
import type { Stamp } from './found.ts';

/** The path of a row of entries, relative to its share. */
export function pathOf(row: Row): string {
  const parent = text(row, 'parent');
  return parent === '' ? text(row, 'name') : `${parent}/${text(row, 'name')}`;
}

/** What a row of entries tells of its file. */
export function stampOf(row: Row): Stamp {
  return {
    size: integer(row, 'size'),
    mtimeNs: bigInteger(row, 'mtime'),
    inode: inode(row, 'inode'),
    birthNs: bigInteger(row, 'birth'),
  };
}
