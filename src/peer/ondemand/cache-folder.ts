import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { freeBytes } from '../../platform/free-bytes.ts';
import type { Library } from '../library/library.ts';
import type { ContentId } from '../../core/ids.ts';

/** Bytes that are kept unless told otherwise: this, or a tenth of what is free at the start where that is less. */
const DEFAULT_BYTES = 10 * 2 ** 30;
const FREE_SHARE = 0.1;

interface Kept {
  readonly content: ContentId;
  /** Bytes. */
  readonly size: number;
}

/** The files that were fetched for somebody who asked: as many as there is room for, those that were not asked for longest go first. */
export class CacheFolder {
  readonly path: string;
  readonly #library: Library;
  readonly #log: Logger;
  #maxBytes: number | undefined;
  /** By path, the one that was used last comes last. */
  readonly #kept = new Map<string, Kept>();
  /** Bytes of what is being fetched, by whom. */
  readonly #reserved = new Map<object, number>();

  /** @param options.path absolute; nothing else may lie in it */
  constructor(
    components: { readonly library: Library; readonly log: Logger },
    options: { readonly path: string; readonly maxBytes?: number | undefined },
  ) {
    this.#library = components.library;
    this.#log = components.log;
    this.path = options.path;
    this.#maxBytes = options.maxBytes;
  }

  get maxBytes(): number {
    return this.#maxBytes ?? 0;
  }

  /** Takes over what lies there, and removes what nobody knows, such as parts of what was begun. */
  async start(): Promise<void> {
    await mkdir(this.path, { recursive: true });
    this.#maxBytes ??= Math.min(DEFAULT_BYTES, ((await freeBytes(this.path)) ?? DEFAULT_BYTES) * FREE_SHARE);
    const found: (Kept & { readonly path: string; readonly used: number })[] = [];
    for (const name of await readdir(this.path)) {
      const path = join(this.path, name);
      const known = this.#library.holds.fileAt(path);
      if (known === undefined) await this.#removeFile(path);
      else found.push({ ...known, path, used: (await stat(path)).atimeMs });
    }
    for (const { path, content, size } of found.toSorted((a, b) => a.used - b.used)) {
      this.#kept.set(path, { content, size });
    }
    await this.#makeRoom();
  }

  /**
   * Makes room for a file that is fetched.
   * @param size bytes; 0 where nobody knows yet
   * @returns whether there is room
   */
  async reserve(owner: object, size: number): Promise<boolean> {
    this.#reserved.set(owner, size);
    if (await this.#makeRoom()) return true;
    this.#reserved.delete(owner);
    return false;
  }

  /** The file was not fetched after all. */
  release(owner: object): void {
    this.#reserved.delete(owner);
  }

  /** The file is here. */
  async keep(owner: object, path: string): Promise<void> {
    this.#reserved.delete(owner);
    const file = this.#library.holds.fileAt(path);
    if (file === undefined) return;
    this.#kept.set(path, { content: file.content, size: file.size });
    await this.#makeRoom();
  }

  /** Somebody asked for the file at this path, whether or not it is one of these. */
  used(path: string): void {
    const file = this.#kept.get(path);
    if (file === undefined) return;
    this.#kept.delete(path);
    this.#kept.set(path, file);
  }

  /** Whether what is being fetched fits; nothing is removed where it cannot. */
  async #makeRoom(): Promise<boolean> {
    let needed = 0;
    for (const size of this.#reserved.values()) needed += size;
    if (needed > this.maxBytes) return false;
    for (const { size } of this.#kept.values()) needed += size;
    for (const [path, { content, size }] of this.#kept) {
      if (needed <= this.maxBytes) break;
      this.#kept.delete(path);
      needed -= size;
      this.#forget(content, path);
      await this.#removeFile(path);
      this.#log.debug({ path, size }, 'made room in the folder');
    }
    return needed <= this.maxBytes;
  }

  #forget(content: ContentId, path: string): void {
    try {
      this.#library.removeFetched(content, path);
    } catch (error) {
      // Removing the file makes room for the index, too; that the file is gone is seen when it is looked at next.
      this.#log.warn({ path, error: AyniError.from(error).message }, 'a file that is removed stays in the index');
    }
  }

  async #removeFile(path: string): Promise<void> {
    await rm(path, { force: true }).catch((error: unknown) => {
      this.#log.warn({ path, error: String(error) }, 'a file that was kept cannot be removed');
    });
  }
}
