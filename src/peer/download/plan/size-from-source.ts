import type { IncomingHttpHeaders } from 'node:http';
import { contentIdOf } from '../../../core/content/content-id.ts';
import { isContentSize, pageCount } from '../../../core/content/geometry.ts';
import { DIGEST_BYTES } from '../../../core/content/hasher.ts';
import { AyniError } from '../../../core/errors.ts';
import type { ContentId } from '../../../core/ids.ts';
import { errorOfAnswer } from '../../../wire/http/error-body.ts';
import type { JobContext } from '../job-context.ts';
import type { Contact } from '../sources/job-sources.ts';

const TIMEOUT_MS = 15_000;
const MAX_ERROR = 64 * 1024;
/** Sources that are asked. */
const MAX_ASKED = 8;

/**
 * The size of a content, from who is known to hold it: `Content-Range` of its first byte. It is believed where the
 * content's id is that of this size and the page hashes of the same source: nobody can make up another pair.
 * @throws {AyniError} `no-sources`, and why the only sources rest
 */
export async function sizeFromSource(context: JobContext, content: ContentId, signal: AbortSignal): Promise<number> {
  const { sources, hasher } = context;
  for (let asked = 0; asked < MAX_ASKED; asked++) {
    const choice = sources.choose({ content });
    if (choice.kind === 'rest') throw choice.why;
    if (choice.kind === 'none') break;
    const { source } = choice;
    const { address } = source;
    try {
      const size = await toldSize(context, source, content, signal);
      const pages = size === 0 ? new Uint8Array(0) : await pageHashes(context, source, { content, size }, signal);
      if (contentIdOf(hasher, size, pages) === content) return size;
      throw new AyniError('bad-answer', `${source.name} says that ${content} has ${size} bytes, which it has not.`);
    } catch (error) {
      signal.throwIfAborted();
      sources.failed(source, address, content, AyniError.from(error));
    }
  }
  throw new AyniError('no-sources', 'Nobody who is online has this content: the download waits for somebody.');
}

async function toldSize(
  context: JobContext,
  source: Contact,
  content: ContentId,
  signal: AbortSignal,
): Promise<number> {
  const range = { range: 'bytes=0-0' };
  const answer = await ask(context, source, { path: `/v1/content/${content}`, headers: range }, signal);
  const total = /^bytes (?:\d+-\d+|\*)\/(\d{1,15})$/.exec(answer.headers['content-range'] ?? '')?.[1];
  if (total === undefined && answer.status === 200 && answer.body.length === 0) return 0;
  if (total === undefined) throw refusal(answer, source);
  const size = Number(total);
  if (isContentSize(size)) return size;
  throw new AyniError('bad-answer', `${source.name} says that ${content} has ${size} bytes, which nothing has.`);
}

async function pageHashes(
  context: JobContext,
  source: Contact,
  { content, size }: { readonly content: ContentId; readonly size: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const length = pageCount(size) * DIGEST_BYTES;
  const maxBytes = Math.max(MAX_ERROR, length);
  const answer = await ask(context, source, { path: `/v1/content/${content}/pages`, maxBytes }, signal);
  if (answer.status !== 200) throw refusal(answer, source);
  if (answer.body.length === length) return answer.body;
  const sent = `${answer.body.length} bytes of page hashes`;
  throw new AyniError('bad-answer', `${source.name} sends ${sent} for the ${size} bytes that it says ${content} has.`);
}

interface Asked {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
}

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

function ask(
  { http, credential }: JobContext,
  { peer, address }: Contact,
  { path, headers = {}, maxBytes = MAX_ERROR }: Asked,
  signal: AbortSignal,
): Promise<Answered> {
  return http.request(address, {
    method: 'GET',
    path,
    headers: { authorization: `Bearer ${credential()}`, ...headers },
    expected: peer,
    maxBytes,
    timeoutMs: TIMEOUT_MS,
    signal,
  });
}

function refusal({ status, headers, body }: Answered, { name }: Contact): AyniError {
  return errorOfAnswer({ status, body, retryAfter: headers['retry-after'] }, name);
}
