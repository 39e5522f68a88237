import { AyniError } from '../../core/errors.ts';
import { parseContentId, type ContentId } from '../../core/ids.ts';
import { CONTENTS_PATH } from '../../wire/http/contents-request.ts';

/** What a peer serves, see the table "Between peers" in docs/architecture.md. */
export type Route =
  | { readonly kind: 'live' }
  /** A path of ours with an id that is none; said only to whom it is allowed to ask. */
  | { readonly kind: 'invalid'; readonly error: AyniError }
  | { readonly kind: 'bytes'; readonly content: ContentId }
  /** Many small contents; which ones stands in the body. */
  | { readonly kind: 'batch' }
  | { readonly kind: 'pages'; readonly content: ContentId }
  | { readonly kind: 'pieces'; readonly content: ContentId; readonly page: number }
  | { readonly kind: 'bitfield'; readonly content: ContentId }
  /** Which pieces are here, once there is one that is not among those in the body. */
  | { readonly kind: 'wanted'; readonly content: ContentId }
  | { readonly kind: 'next'; readonly content: ContentId; readonly count: number };

const CONTENT = '/v1/content/';
/** Whatever is longer is none of ours. */
const MAX_TARGET = 160;

/**
 * Reads a request's target, to the letter: no decoding, no normalising, no unknown parameters.
 * @returns undefined where this server has nothing of that name
 */
export function parseRoute(method: string, target: string): Route | undefined {
  try {
    return readRoute(method, target);
  } catch (error) {
    return { kind: 'invalid', error: AyniError.from(error) };
  }
}

/** @throws {AyniError} `bad-id` */
function readRoute(method: string, target: string): Route | undefined {
  if (target.length > MAX_TARGET) return undefined;
  if (method === 'POST') return target === CONTENTS_PATH ? { kind: 'batch' } : (readWanted(target) ?? readNext(target));
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (target === '/health/live') return { kind: 'live' };
  if (!target.startsWith(CONTENT)) return undefined;
  if (target.includes('?')) return undefined;
  const [id = '', part, page, ...more] = target.slice(CONTENT.length).split('/');
  if (more.length > 0) return undefined;
  if (part === 'bitfield' && page === undefined) return { kind: 'bitfield', content: parseContentId(id) };
  if (part === undefined) return { kind: 'bytes', content: parseContentId(id) };
  if (part !== 'pages') return undefined;
  if (page === undefined) return { kind: 'pages', content: parseContentId(id) };
  const index = parseCount(page);
  return index === undefined ? undefined : { kind: 'pieces', content: parseContentId(id), page: index };
}

/** @throws {AyniError} `bad-id` */
function readWanted(target: string): Route | undefined {
  const id = /^\/v1\/content\/([^/?]+)\/bitfield$/.exec(target)?.[1];
  return id === undefined ? undefined : { kind: 'wanted', content: parseContentId(id) };
}

/** @throws {AyniError} `bad-id` */
function readNext(target: string): Route | undefined {
  const [, id = '', count = '1'] = /^\/v1\/content\/([^/?]*)\/next(?:\?count=(\d{1,6}))?$/.exec(target) ?? [];
  if (id === '' || Number(count) === 0) return undefined;
  return { kind: 'next', content: parseContentId(id), count: Number(count) };
}

function parseCount(text: string | undefined): number | undefined {
  return text !== undefined && /^(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
}

/** What is said for everything that `parseRoute` does not know. */
export function noSuchRoute(): AyniError {
  return new AyniError('not-found', 'There is nothing at this path.');
}
