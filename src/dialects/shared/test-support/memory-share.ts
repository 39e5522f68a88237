import type { FlatFile } from '../../../core/dialects/dialect.ts';
import type { FlatShare, OpenFlatFile } from '../../../wire/dialects/flat-share.ts';

/** A share in memory. */
export class MemoryShare implements FlatShare {
  readonly #files = new Map<string, Uint8Array>();

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, bytes] of Object.entries(files)) this.add(name, bytes);
  }

  add(name: string, bytes: string | Uint8Array): void {
    this.#files.set(name, Buffer.from(bytes));
  }

  remove(name: string): void {
    this.#files.delete(name);
  }

  async files(): Promise<readonly FlatFile[]> {
    return [...this.#files].map(([name, bytes]) => ({ name, size: bytes.length }));
  }

  async open(name: string): Promise<OpenFlatFile | undefined> {
    const bytes = this.#files.get(name);
    if (bytes === undefined) return undefined;
    return {
      name,
      size: bytes.length,
      async read(buffer, position) {
        const part = bytes.subarray(position, position + buffer.length);
        buffer.set(part);
        return part.length;
      },
      async [Symbol.asyncDispose]() {},
    };
  }
}
