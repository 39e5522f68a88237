import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import { AyniError } from '../../core/errors.ts';
import type { Inbox } from './inbox.ts';

/** The form's field that holds the file. */
const FIELD = 'file';
/** Parts of a form, and bytes of a field that is no file; none of those is of any use. */
const LIMITS = { parts: 16, fields: 16, files: 8, fieldSize: 4 * 1024, headerPairs: 64 };

/**
 * Takes the file out of a form that is uploaded, as it arrives.
 * @param options.stallMs the longest silence
 * @returns the name it has got in the inbox; undefined where the form, or what came instead of one, holds no file
 * @throws {AyniError} `bad-request` for a broken form, `timeout`, `cut-off`, and what the inbox throws
 */
export async function takeUpload(
  request: IncomingMessage,
  inbox: Inbox,
  { stallMs }: { readonly stallMs: number },
): Promise<string | undefined> {
  const type = request.headers['content-type'];
  if (type === undefined || !/^multipart\/form-data\s*;/i.test(type)) return undefined;
  const { Busboy } = await import('@fastify/busboy');
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  let taking: Promise<string> | undefined;
  const stalled = setTimeout(() => fail(new AyniError('timeout', 'The upload stopped arriving.')), stallMs);
  const form = new Busboy({ headers: { 'content-type': type }, limits: LIMITS });
  const fail = (error: AyniError): void => {
    request.unpipe(form);
    reject(error);
    // What the inbox waits for will not come any more.
    part?.destroy(error);
  };
  let part: Readable | undefined;
  form.on('file', (field, stream, filename) => {
    stream.on('error', () => undefined);
    // A part of bytes without a name is told as a file, too, whatever the types say.
    if (field !== FIELD || !filename || taking !== undefined) {
      stream.resume();
      return;
    }
    part = stream;
    taking = inbox.take(filename, stream);
    taking.catch((error: unknown) => fail(AyniError.from(error)));
  });
  form.once('finish', () => resolve(taking));
  form.on('error', (cause) => fail(new AyniError('bad-request', 'This form is broken.', { cause })));
  request.on('data', () => stalled.refresh());
  request.once('aborted', () => fail(new AyniError('cut-off', 'The connection ended before the upload did.')));
  request.pipe(form);
  try {
    return await promise;
  } finally {
    clearTimeout(stalled);
  }
}
