import { AyniError } from '../../core/errors.ts';
import { parseContentId, type ContentId } from '../../core/ids.ts';

/** The path that a list of contents is posted to. */
export const CONTENTS_PATH = '/v1/contents';
/** Contents in one batch. */
export const MAX_BATCH_CONTENTS = 256;
/** Bytes of content in one batch, all together: it is held in memory while it is sent. */
export const MAX_BATCH_BYTES = 1024 * 1024;
/** Bytes of a line: an id is 53 letters, and its end of line. */
const LINE_BYTES = 54;
export const MAX_LIST_BYTES = MAX_BATCH_CONTENTS * LINE_BYTES;

/** The body of `POST /v1/contents`: one id a line, each line ended by LF. */
export function formatContentList(contents: readonly ContentId[]): string {
  return `${contents.join('\n')}\n`;
}

/** The id at a place of a list that `formatContentList` made. */
export function contentIn(list: string, index: number): string {
  return list.slice(index * LINE_BYTES, (index + 1) * LINE_BYTES - 1);
}

/** @throws {AyniError} `bad-request` for none or over 256, `bad-id` */
export function parseContentList(body: string): ContentId[] {
  const lines = body.length > MAX_LIST_BYTES ? [] : body.split('\n');
  if (lines.length < 2 || lines.length > MAX_BATCH_CONTENTS + 1 || lines.pop() !== '') {
    throw new AyniError(
      'bad-request',
      `Send 1 to ${MAX_BATCH_CONTENTS} ids of contents, each on a line that ends with LF.`,
    );
  }
  return lines.map(parseContentId);
}
