import type { Dropped } from './drop-queue.ts';

/** Files of one drop; more are left where they are, and shared better by path. */
const MAX_FILES = 100_000;

/**
 * All files of a drop, those in folders with their path. Call it while the drop event runs: the browser forgets the
 * items afterwards.
 */
export async function collectDropped(transfer: DataTransfer): Promise<readonly Dropped[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file');
  const entries = items.flatMap((item) => item.webkitGetAsEntry() ?? []);
  // Files that lie in no folder, such as an image out of another page, have no entry.
  const loose = items.filter((item) => item.webkitGetAsEntry() === null).flatMap((item) => item.getAsFile() ?? []);
  const dropped: Dropped[] = loose.slice(0, MAX_FILES).map((file) => ({ path: file.name, file }));
  const waiting = entries.map((entry) => ({ entry, path: entry.name })).toReversed();
  for (let next = waiting.pop(); next !== undefined && dropped.length < MAX_FILES; next = waiting.pop()) {
    const { entry, path } = next;
    if (isFile(entry)) dropped.push({ path, file: await fileOf(entry) });
    else if (isFolder(entry))
      for (const below of await listOf(entry)) waiting.push({ entry: below, path: `${path}/${below.name}` });
  }
  return dropped;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** A reader gives a hundred at a time, and none at the end. */
async function listOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0 || all.length >= MAX_FILES) return all;
    all.push(...some);
  }
}
