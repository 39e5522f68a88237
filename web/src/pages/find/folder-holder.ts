import { AyniError } from '../../../../src/core/errors.ts';
import type { NewDownload } from '../../../../src/wire/control/messages.ts';
import { call } from '../../daemon/call.ts';
import { folderTarget } from './target.ts';

/** Peers that are asked whether they have a folder. */
const MAX_ASKED = 100;

/**
 * Who has a folder that a search found: its answer tells the path and no peer.
 * @throws {AyniError} `no-sources`
 */
export async function findFolder(path: string): Promise<NewDownload['target']> {
  const peers = await call('peers', {});
  for (const { peer } of peers.filter(({ online, files }) => online && files > 0).slice(0, MAX_ASKED)) {
    try {
      await call('browse', { peer, path, recursive: false, limit: 1 });
      return folderTarget([{ peer, path }]);
    } catch (error) {
      if (!AyniError.is(error, 'not-found')) throw error;
    }
  }
  throw new AyniError('no-sources', 'Nobody who is online has this folder: try again later.');
}
