import { AyniError } from '../../../core/errors.ts';
import type { ContentId } from '../../../core/ids.ts';
import { errorOfAnswer } from '../../../wire/http/error-body.ts';
import type { JobContext } from '../job-context.ts';

const TIMEOUT_MS = 15_000;
/** Sources that are asked. */
const MAX_ASKED = 8;

/**
 * The size of a content that has no name, from who holds it: `Content-Range` of its first byte. It is verified with
 * the content, whose id covers the size.
 * @throws {AyniError} `no-sources`
 */
export async function sizeFromSource(context: JobContext, content: ContentId, signal: AbortSignal): Promise<number> {
  const { sources, http, credential } = context;
  await sources.locate([content], { signal });
  for (let asked = 0; asked < MAX_ASKED; asked++) {
    const choice = sources.choose({ content });
    if (choice.kind === 'rest') throw choice.why;
    if (choice.kind === 'none') break;
    const { peer, name, address } = choice.source;
    try {
      const answer = await http.request(address, {
        method: 'GET',
        path: `/v1/content/${content}`,
        headers: { authorization: `Bearer ${credential()}`, range: 'bytes=0-0' },
        expected: peer,
        maxBytes: 64 * 1024,
        timeoutMs: TIMEOUT_MS,
        signal,
      });
      const total = /^bytes (?:\d+-\d+|\*)\/(\d{1,15})$/.exec(answer.headers['content-range'] ?? '')?.[1];
      if (total !== undefined) return Number(total);
      if (answer.status === 200 && answer.body.length === 0) return 0;
      throw errorOfAnswer({ ...answer, retryAfter: answer.headers['retry-after'] }, name);
    } catch (error) {
      signal.throwIfAborted();
      sources.failed(choice.source, address, content, AyniError.from(error));
    }
  }
  throw new AyniError('no-sources', 'Nobody who is online has this content: the download waits for somebody.');
}
