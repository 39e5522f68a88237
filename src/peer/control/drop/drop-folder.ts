import { open, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

import { AyniError } from '../../../core/errors.ts';
import { safeName } from '../../../core/names/safe-name.ts';
import { parseSharePath } from '../../../core/names/share-path.ts';
import { FREE_RESERVE } from '../../../platform/free-bytes.ts';
import { makeFolders } from '../../../platform/make-folders.ts';
import { PartFiles } from '../../../platform/part-files.ts';
import type { DropAnswer } from '../../../wire/control/page-messages.ts';
import { onDisk } from '../../download/disk/faults.ts';
import { makeTarget } from '../../download/disk/make-target.ts';
import { numbered, placeFile } from '../../download/disk/place.ts';
import { assertRoom } from '../../download/disk/space.ts';
import type { ShareService } from '../../share/share-service.ts';

/** Files that come at the same time. */
const MAX_DROPS = 4;
const SHARE_NAME = 'Dropped';

export interface Drop {
  /** Its name, or its path in a folder that was dropped, joined by `/`: distrusted. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A folder for what is dropped into the web app, which is shared with everyone from the first file on. */
export class DropFolder {
  readonly #shares: Pick<ShareService, 'add' | 'list'>;
  /** Absolute; made when something is dropped. */
  readonly folder: string;
  readonly #parts: PartFiles;
  #coming = 0;
  #sharing: Promise<string> | undefined;

  constructor(
    { shares }: { readonly shares: Pick<ShareService, 'add' | 'list'> },
    options: { readonly folder: string },
  ) {
    this.#shares = shares;
    this.folder = options.folder;
    this.#parts = new PartFiles(options.folder, 'drop');
  }

  /**
   * Writes a file under its name, or one with a number where that is taken, and shares it.
   * @throws {AyniError} `bad-path`; `busy` with 4 under way; `disk-full`; `cut-off` where it did not come whole
   */
  async take({ path, size, bytes }: Drop): Promise<DropAnswer> {
    const names = parseSharePath(path).split('/');
    if (path === '') throw new AyniError('bad-path', 'A dropped file needs a name.');
    if (this.#coming >= MAX_DROPS) {
      throw new AyniError('busy', `${MAX_DROPS} files are coming already: send this one after them.`);
    }
    this.#coming++;
    const part = this.#parts.next();
    try {
      await makeTarget(this.folder);
      await onDisk(this.folder, () => this.#parts.sweepOnce());
      await assertRoom(this.folder, size + FREE_RESERVE);
      await onDisk(this.folder, () => writePart(part, { size, bytes }));
      const rules = { windows: process.platform === 'win32' };
      const target = join(this.folder, ...names.map((name) => safeName(name, rules)));
      await onDisk(target, () => this.#makeFolder(dirname(target)));
      const placed = await place(part, target);
      const share = await this.#share();
      return { share, path: relative(this.folder, placed).split(sep).join('/') };
    } finally {
      this.#coming--;
      await rm(part, { force: true });
    }
  }

  /** A link in the folder must not lead what comes out of it. */
  async #makeFolder(folder: string): Promise<void> {
    await makeFolders(folder);
    const [root, real] = await Promise.all([realpath(this.folder), realpath(folder)]);
    if (real !== root && !real.startsWith(root + sep)) {
      throw new AyniError('bad-path', `${folder} is a link that leads elsewhere: nothing is dropped there.`);
    }
  }

  /** Of several first files only one makes the share. @returns its name */
  #share(): Promise<string> {
    this.#sharing ??= this.#findShare().finally(() => (this.#sharing = undefined));
    return this.#sharing;
  }

  async #findShare(): Promise<string> {
    const path = await realpath(this.folder);
    const shares = this.#shares.list().map(({ share }) => share);
    const known = shares.find((share) => share.path === path);
    if (known !== undefined) return known.name;
    for (const name of numbered(SHARE_NAME, 'directory')) {
      if (shares.some((share) => share.name === name)) continue;
      return (await this.#shares.add({ path, name })).name;
    }
    return SHARE_NAME;
  }
}

async function writePart(path: string, { size, bytes }: Pick<Drop, 'size' | 'bytes'>): Promise<void> {
  await using file = await open(path, 'wx');
  let come = 0;
  for await (const chunk of bytes) {
    come += chunk.length;
    await file.writeFile(chunk);
  }
  if (come !== size) throw new AyniError('cut-off', `Of a dropped file ${come} of ${size} bytes came: drop it again.`);
}

async function place(part: string, target: string): Promise<string> {
  for (const candidate of numbered(target, 'file')) {
    if (await placeFile(part, candidate)) return candidate;
  }
  return target;
}
