/** Part files and staging folders of downloads: never shared. */
const PART = /^\..*\.ayni-part$/su;

/** Whether a name is left out by what it looks like, without a word about it. */
export function isLeftOut(name: string, hidden: boolean): boolean {
  return name.startsWith('.') && (!hidden || PART.test(name));
}

/** Whether a path, relative to a share, has such a name anywhere. */
export function hasLeftOutName(path: string, hidden: boolean): boolean {
  return path.split('/').some((name) => isLeftOut(name, hidden));
}
