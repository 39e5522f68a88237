import { randomBytes } from 'node:crypto';
import { open, rename, rm, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { numberedName, partName, safeName } from '../../core/names/safe-name.ts';
import { errnoOf } from '../../platform/errno.ts';

/** Files of the same name, beyond which a further one is refused. */
const MAX_ALIKE = 10_000;

/** The folder that foreign programs may put files into. Nothing that lies there is ever written over. */
export class Inbox {
  readonly #folder: string;
  readonly #maxBytes: number;

  /** @param options.maxBytes of one file */
  constructor(folder: string, { maxBytes }: { maxBytes: number }) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes a file. Until it is whole it has a hidden name; where its own is taken, it gets a number.
   * @param name from outside
   * @returns the name that it has got
   * @throws {AyniError} `too-large`, `disk-full`, `io-failed`, and what the bytes throw
   */
  async take(name: string, bytes: AsyncIterable<unknown>): Promise<string> {
    const part = join(this.#folder, partName(randomBytes(8).toString('hex')));
    try {
      await mkdir(this.#folder, { recursive: true });
      await this.#write(part, bytes);
      return await this.#settle(part, safeName(name, { windows: process.platform === 'win32' }));
    } catch (error) {
      await rm(part, { force: true });
      throw error instanceof AyniError ? error : failureOf(error);
    }
  }

  async #write(path: string, bytes: AsyncIterable<unknown>): Promise<void> {
    await using file = await open(path, 'wx');
    let length = 0;
    for await (const chunk of bytes) {
      if (!Buffer.isBuffer(chunk)) continue;
      length += chunk.length;
      if (length > this.#maxBytes) {
        throw new AyniError('too-large', `This file has more than ${this.#maxBytes} bytes, which is the limit here.`);
      }
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
