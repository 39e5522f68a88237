import { createHash } from 'node:crypto';
import type { FlatFile } from '../../../core/dialects/dialect.ts';
import type { FlatShare, OpenFlatFile } from '../../../wire/dialects/flat-share.ts';

interface Held {
  readonly bytes: Uint8Array;
  readonly md5: string;
}

/** A share in memory. */
export class MemoryShare implements FlatShare {
  readonly #files = new Map<string, Held>();

  /** @param encoding of texts */
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, encoding: BufferEncoding = 'utf8') {
    for (const [name, content] of Object.entries(files)) this.add(name, content, encoding);
  }

  add(name: string, content: string | Uint8Array, encoding: BufferEncoding = 'utf8'): void {
    const bytes = typeof content === 'string' ? Buffer.from(content, encoding) : Buffer.from(content);
    this.#files.set(name, { bytes, md5: createHash('md5').update(bytes).digest('hex') });
  }

  remove(name: string): void {
    this.#files.delete(name);
  }

  async files(): Promise<readonly FlatFile[]> {
    return [...this.#files].map(([name, { bytes, md5 }]) => ({ name, size: bytes.length, md5 }));
  }

  async open(name: string): Promise<OpenFlatFile | undefined> {
    const held = this.#files.get(name);
    if (held === undefined) return undefined;
    const { bytes, md5 } = held;
    return {
      name,
      size: bytes.length,
      md5,
      async read(buffer, position) {
        const part = bytes.subarray(position, position + buffer.length);
        buffer.set(part);
        return part.length;
      },
      async [Symbol.asyncDispose]() {},
    };
  }
}
