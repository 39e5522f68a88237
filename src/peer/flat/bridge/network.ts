import type { FlatFile } from '../../../core/dialects/dialect.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { ForeignHolder } from '../../download/job.ts';

/** A file that somebody who is online offers to everyone. */
export type NetworkFile = FlatFile &
  (
    | { readonly content: ContentId; readonly size: number }
    /** At least one, in the order to ask. */
    | { readonly foreign: readonly ForeignHolder[] }
  );

/** Where a bridge finds what the rest of the network has, native and foreign; never what is for some members only. */
export interface NetworkLookup {
  /** At most `limit` files. @throws {AyniError} what the tracker's operations throw */
  list(options: { readonly limit: number; readonly signal: AbortSignal }): Promise<readonly NetworkFile[]>;
  /** Those whose name is this, the best first. @throws {AyniError} what the tracker's operations throw */
  find(name: string, options: { readonly signal: AbortSignal }): Promise<readonly NetworkFile[]>;
}

/** What two files that are the same have in common. */
export function fileKey(file: NetworkFile): string {
  return 'content' in file ? file.content : JSON.stringify([file.foreign[0]?.name, file.size, file.md5]);
}
