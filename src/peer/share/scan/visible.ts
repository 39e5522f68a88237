import { isPartName } from '../../../core/names/safe-name.ts';

/** Whether a name is left out by what it looks like, without a word about it. Part files are never shared. */
export function isLeftOut(name: string, hidden: boolean): boolean {
  return name.startsWith('.') && (!hidden || isPartName(name));
}

/** Whether a path, relative to a share, has such a name anywhere. */
export function hasLeftOutName(path: string, hidden: boolean): boolean {
  return path.split('/').some((name) => isLeftOut(name, hidden));
}
