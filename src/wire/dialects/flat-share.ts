import type { FlatFile } from '../../core/dialects/dialect.ts';

/** A file that is open for one answer. */
export interface OpenFlatFile extends AsyncDisposable {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Where it is known. */
  readonly md5?: string;
  /**
   * Reads at most `buffer.length` bytes at `position`; for a file that is fetched meanwhile it waits until they are there.
   * @returns how many; 0 at the end
   * @throws {AyniError} `content-changed`, `io-failed`, `cut-off`
   */
  read(buffer: Uint8Array, position: number, options?: { readonly signal?: AbortSignal }): Promise<number>;
}

/**
 * What a native peer offers in a dialect: under flat names, and only what is shared with everyone. With a bridge also
 * what the rest of the network has, which is fetched when it is asked for.
 */
export interface FlatShare {
  /** In the order in which they came to the share. */
  files(): Promise<readonly FlatFile[]>;
  /** Undefined where there is no such name, or it has gone. */
  open(name: string, options: { readonly signal: AbortSignal }): Promise<OpenFlatFile | undefined>;
}
