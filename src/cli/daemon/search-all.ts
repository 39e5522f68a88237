import type { Static } from 'typebox';

import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Session } from './session.ts';

export type Hit = Static<typeof NETWORK_ROUTES.search.answer>['items'][number];

/** Results of one request to the tracker. */
const PAGE = 500;

/** What a search finds, page after page; `more` tells that there is more than `limit`. */
export async function searchAll(
  { client, signal }: Pick<Session, 'client' | 'signal'>,
  request: Omit<Static<typeof NETWORK_ROUTES.search.request>, 'limit' | 'cursor'>,
  limit: number,
): Promise<{ readonly items: readonly Hit[]; readonly more: boolean }> {
  const items: Hit[] = [];
  let cursor: string | undefined;
  do {
    const page = { limit: Math.min(PAGE, limit - items.length), ...(cursor === undefined ? {} : { cursor }) };
    const answer = await client.call(NETWORK_ROUTES.search, { ...request, ...page }, { signal });
    items.push(...answer.items);
    ({ cursor } = answer);
  } while (cursor !== undefined && items.length < limit);
  return { items, more: cursor !== undefined };
}
