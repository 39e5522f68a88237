import type { Static } from 'typebox';

import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Session } from './session.ts';

export type Browsed = Static<typeof NETWORK_ROUTES.browse.answer>['items'][number];

/** Entries of one request to the tracker. */
const PAGE = 5000;
/** Entries that are listed at most. Nobody may take a part of them for all: a mirror would delete the rest. */
const MAX_ENTRIES = 1_000_000;

/** What a peer shares in a folder, page after page. @throws {AyniError} `not-found`, `too-large` */
export async function browse(
  { client, signal }: Pick<Session, 'client' | 'signal'>,
  peer: PeerId,
  path: string,
  recursive: boolean,
): Promise<readonly Browsed[]> {
  const entries: Browsed[] = [];
  let cursor: string | undefined;
  do {
    const request = { peer, path, recursive, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page = await client.call(NETWORK_ROUTES.browse, request, { signal });
    entries.push(...page.items);
    ({ cursor } = page);
    if (cursor !== undefined && entries.length >= MAX_ENTRIES) {
      throw new AyniError('too-large', `More than ${MAX_ENTRIES} files and folders lie there: name a folder in it.`);
    }
  } while (cursor !== undefined);
  return entries;
}
