import { AWAY, AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES } from '../../wire/control/routes.ts';
import { searchAll, type Hit } from '../daemon/search-all.ts';
import type { Session } from '../daemon/session.ts';
import type { Pattern } from './match.ts';

export interface Appeared {
  readonly content: ContentId;
  readonly size: number;
  /** `share/…`. */
  readonly path: string;
}

/** Contents that are looked at; a pattern that matches more wants to be narrower. */
const MAX_HITS = 100_000;
/** Contents of one question to the tracker. */
const MAX_LOCATE = 1000;

/** What of the network matches a pattern, each content once. */
export class Appearing {
  readonly #session: Session;
  readonly #pattern: Pattern;
  /** At most MAX_HITS for each search; a content leaves it never. */
  readonly #seen = new Set<ContentId>();

  constructor(session: Session, pattern: Pattern) {
    this.#session = session;
    this.#pattern = pattern;
  }

  /** What matches and was not told before; nothing while the tracker does not answer. */
  async next(): Promise<readonly Appeared[]> {
    try {
      return await this.#search();
    } catch (error) {
      if (AyniError.is(error) && AWAY.has(error.code)) return [];
      throw error;
    }
  }

  async #search(): Promise<readonly Appeared[]> {
    const request = { text: this.#pattern.text, kind: 'file' as const, online: true };
    const { items } = await searchAll(this.#session, request, MAX_HITS);
    const fresh = items.flatMap((hit) => this.#match(hit));
    const found: Appeared[] = [];
    for (let at = 0; at < fresh.length; at += MAX_LOCATE) {
      found.push(...(await this.#elsewhere(fresh.slice(at, at + MAX_LOCATE))));
    }
    return found;
  }

  #match({ content, size, names }: Hit): Appeared[] {
    const path = names.find((name) => this.#pattern.matches(name));
    return content === undefined || path === undefined || this.#seen.has(content) ? [] : [{ content, size, path }];
  }

  /** Those that others have and this machine has not. */
  async #elsewhere(found: readonly Appeared[]): Promise<readonly Appeared[]> {
    const { client, signal } = this.#session;
    const contents = found.map(({ content }) => content);
    const { peer } = await client.call(CONTROL_ROUTES.status, {}, { signal });
    const located = await client.call(NETWORK_ROUTES.locate, { contents }, { signal });
    return found.filter(({ content }) => {
      const sources = located[content] ?? [];
      const here = sources.some((source) => source.peer === peer?.id && source.whole);
      if (sources.length > 0) this.#seen.add(content);
      return sources.length > 0 && !here;
    });
  }
}
