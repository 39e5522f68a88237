import { AyniError } from '../../core/errors.ts';

/** UTF-8 bytes of a name or path that is announced. */
export const MAX_NAME_BYTES = 4_096;
/** Of one tree. */
const MAX_FILES = 250_000;

function isDirectory(node: unknown): node is object {
  return typeof node === 'object' && node !== null && Object.keys(node).length > 0;
}

/**
 * The paths of a tree as `/add_files` has it, `{"dir": {"name": {}}}`: a leaf is a file.
 * @throws {AyniError} `bad-request` for what is no tree, or a path over 4,096 bytes; `too-large`
 */
export function flatten(tree: unknown): readonly string[] {
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) {
    throw new AyniError('bad-request', 'Send files as a tree of JSON objects.');
  }
  const files: string[] = [];
  // A stack of our own: the depth of a tree from outside must not be that of ours.
  const open: { readonly prefix: string; readonly entries: Iterator<[string, unknown]> }[] = [
    { prefix: '', entries: Object.entries(tree).values() },
  ];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.entries.next();
    if (next.done === true) {
      open.pop();
      continue;
    }
    const [name, node] = next.value;
    const path = `${top.prefix}${name}`;
    if (name === '' || Array.isArray(node) || Buffer.byteLength(path) > MAX_NAME_BYTES) {
      throw new AyniError('bad-request', `No path of a tree is empty, a list, or longer than ${MAX_NAME_BYTES} bytes.`);
    }
    if (isDirectory(node)) open.push({ prefix: `${path}/`, entries: Object.entries(node).values() });
    else files.push(path);
    if (files.length > MAX_FILES) throw new AyniError('too-large', `A tree has ${MAX_FILES} files at most.`);
  }
  return files;
}

/** The tree that holds these flat names. */
export function treeOf(names: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
