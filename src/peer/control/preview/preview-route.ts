import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { AyniError } from '../../../core/errors.ts';
import { parseContentId } from '../../../core/ids.ts';
import { PREVIEW_PATH } from '../../../wire/control/routes.ts';
import type { OpenPreview } from '../../preview/preview-service.ts';
import type { PeerControl } from '../control-backend.ts';
import { queryOf } from '../query.ts';
import { byteRange, type ByteRange } from './byte-range.ts';
import { previewHeaders } from './preview-headers.ts';
import { sniff, SNIFFED } from './sniff.ts';

/** Bytes that are read at a time, of each answer. */
const CHUNK = 256 * 1024;
/** How long a browser may take nothing, ms: a paused film is asked for again from where it stopped. */
const UNREAD_MS = 10 * 60_000;

/** Bytes of files of the network, while they come. */
export function registerPreview(app: FastifyInstance, peer: () => PeerControl): void {
  app.get(`${PREVIEW_PATH}/:content`, async (request, reply) => {
    await answer(peer(), request, reply);
    return reply;
  });
}

async function answer(peer: PeerControl, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const { signal } = gone;
  const content = parseContentId(queryPath(request));
  const query = queryOf(request);
  const name = query.get('name')?.slice(0, 1024) || content;
  await using file = await peer.preview(content, { name, signal });
  if (file === undefined) {
    throw new AyniError('no-sources', 'Nobody who is online has this file: try again when its peer is there.');
  }
  const range = requested(request, reply, file.size);
  const head = Buffer.alloc(Math.min(SNIFFED, file.size));
  const sniffed = sniff(head.subarray(0, await readInto(file, head, 0, signal)));
  const save = query.get('download') === '1';
  const destination = request.headers['sec-fetch-dest']?.toString();
  reply.hijack();
  const { start, end } = range ?? { start: 0, end: file.size };
  reply.raw.writeHead(range === undefined ? 200 : 206, {
    ...previewHeaders({ sniffed, name, destination, save }),
    'content-length': end - start,
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end - 1}/${file.size}` }),
  });
  await send(reply.raw, file, { start, end }, signal);
}

function queryPath({ params }: FastifyRequest): string {
  return typeof params === 'object' && params !== null && 'content' in params ? String(params.content) : '';
}

function requested({ headers }: FastifyRequest, reply: FastifyReply, size: number): ByteRange | undefined {
  try {
    return byteRange(headers.range, size);
  } catch (error) {
    void reply.header('content-range', `bytes */${size}`);
    throw error;
  }
}

/** The status is out: whoever reads learns of a failure by the end that comes too early. */
async function send(out: ServerResponse, file: OpenPreview, range: ByteRange, signal: AbortSignal): Promise<void> {
  let at = range.start;
  try {
    while (at < range.end) {
      const chunk = Buffer.allocUnsafe(Math.min(CHUNK, range.end - at));
      const length = await file.read(chunk, at, { signal });
      if (length === 0) throw new AyniError('cut-off', 'The file ended too early.');
      at += length;
      if (!out.write(chunk.subarray(0, length))) {
        await once(out, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(UNREAD_MS)]) });
      }
    }
    out.end();
  } catch {
    out.destroy();
  }
}

async function readInto(file: OpenPreview, buffer: Buffer, from: number, signal: AbortSignal): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const read = await file.read(buffer.subarray(length), from + length, { signal });
    if (read === 0) break;
    length += read;
  }
  return length;
}
