import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { numberedName, safeName } from '../../core/names/safe-name.ts';
import { errnoOf } from '../../platform/errno.ts';
import { makeFolders } from '../../platform/make-folders.ts';
import { PartFiles } from '../../platform/part-files.ts';
import { InboxRoom, type InboxPlace, type InboxRoomOptions } from './inbox-room.ts';

/** Files of the same name, beyond which a further one is refused. */
const MAX_ALIKE = 10_000;

export interface InboxOptions extends InboxRoomOptions {
  /** Bytes of one file. */
  readonly maxFileBytes: number;
}

/** The folder that foreign programs may put files into. Nothing that lies there is ever written over. */
export class Inbox {
  readonly #folder: string;
  readonly #maxFileBytes: number;
  readonly #room: InboxRoom;
  readonly #parts: PartFiles;

  constructor(folder: string, options: InboxOptions) {
    this.#folder = folder;
    this.#maxFileBytes = options.maxFileBytes;
    this.#room = new InboxRoom(folder, options);
    this.#parts = new PartFiles(folder, 'inbox');
  }

  /**
   * Takes a file. Until it is whole it has a hidden name; where its own is taken, it gets a number.
   * @param name from outside
   * @returns the name that it has got
   * @throws {AyniError} `too-large`, `disk-full`, `io-failed`, and what the bytes throw
   */
  async take(name: string, bytes: AsyncIterable<unknown>): Promise<string> {
    const part = this.#parts.next();
    try {
      await makeFolders(this.#folder);
      await this.#parts.sweepOnce();
      using place = await this.#room.open();
      try {
        await this.#write(part, bytes, place);
        const settled = await this.#settle(part, safeName(name, { windows: process.platform === 'win32' }));
        place.keep();
        return settled;
      } catch (error) {
        // Before its place is given to others.
        await rm(part, { force: true });
        throw error;
      }
    } catch (error) {
      throw error instanceof AyniError ? error : failureOf(error);
    }
  }

  async #write(path: string, bytes: AsyncIterable<unknown>, place: InboxPlace): Promise<void> {
    await using file = await open(path, 'wx');
    let length = 0;
    for await (const chunk of bytes) {
      if (!Buffer.isBuffer(chunk)) continue;
      length += chunk.length;
      if (length > this.#maxFileBytes) {
        throw new AyniError(
          'too-large',
          `This file has more than ${this.#maxFileBytes} bytes, which is the limit here.`,
        );
      }
      await place.grow(chunk.length);
      await file.writeFile(chunk);
    }
  }

  async #settle(part: string, name: string): Promise<string> {
    for (let number = 1; number <= MAX_ALIKE; number++) {
      const free = number === 1 ? name : numberedName(name, number);
      try {
        // Whoever makes the name has it; renaming alone would write over a file.
        await (await open(join(this.#folder, free), 'wx')).close();
      } catch (error) {
        if (errnoOf(error) === 'EEXIST') continue;
        throw error;
      }
      try {
        await rename(part, join(this.#folder, free));
      } catch (error) {
        await rm(join(this.#folder, free), { force: true });
        throw error;
      }
      return free;
    }
    throw new AyniError('io-failed', `There are ${MAX_ALIKE} files named ${name} here: remove some.`);
  }
}

function failureOf(cause: unknown): AyniError {
  const code = errnoOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AyniError('disk-full', 'The disk is full.', { cause });
  return new AyniError('io-failed', `The file cannot be kept (${code ?? 'unknown'}).`, { cause });
}
