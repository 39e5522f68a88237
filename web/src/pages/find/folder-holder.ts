import { AyniError } from '../../../../src/core/errors.ts';
import type { PeerId } from '../../../../src/core/ids.ts';
import type { NewDownload } from '../../../../src/wire/control/messages.ts';
import { call } from '../../daemon/call.ts';
import type { Place } from './browse-tree.ts';
import { folderTarget } from './target.ts';

/** Peers that are asked whether they have a folder, and how many of them at once. */
const MAX_ASKED = 100;
const AT_ONCE = 4;

/**
 * Who has a folder that a search found: its answer tells the path and no peer. All who have it give it together.
 * @throws {AyniError} `no-sources`
 */
export async function findFolder(path: string): Promise<NewDownload['target']> {
  const peers = await call('peers', {});
  const asked = peers.filter(({ online, files }) => online && files > 0).slice(0, MAX_ASKED);
  const places: Place[] = [];
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const answers = await Promise.all(asked.slice(at, at + AT_ONCE).map(({ peer }) => placeAt(peer, path)));
    places.push(...answers.flat());
  }
  const [first, ...more] = places;
  if (first !== undefined) return folderTarget([first, ...more]);
  throw new AyniError('no-sources', 'Nobody who is online has this folder: try again later.');
}

async function placeAt(peer: PeerId, path: string): Promise<Place[]> {
  try {
    await call('browse', { peer, path, recursive: false, limit: 1 });
    return [{ peer, path }];
  } catch (error) {
    if (AyniError.is(error, 'not-found')) return [];
    throw error;
  }
}
