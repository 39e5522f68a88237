import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { ContentId, PeerId } from '../../src/core/ids.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { listen } from '../../src/net/tls/server.ts';
import { parseContentList } from '../../src/wire/http/contents-request.ts';
import { createHttpsServer } from '../support/https-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { frame } from './batch-frames.ts';
import { idOf, type StandInTracker } from './download-network.ts';

/** A batch as it is to be answered. */
export interface AskedBatch {
  readonly contents: readonly ContentId[];
  /** The right frames. */
  readonly frames: Buffer[];
  readonly response: ServerResponse;
}

export interface BatchSource {
  readonly peer: PeerId;
  /** Batches that were asked for. */
  batches: number;
  /** Single contents that were. */
  singles: number;
}

/** Sends frames as they are. */
export function sendFrames({ frames, response }: AskedBatch): void {
  const body = Buffer.concat(frames);
  response.writeHead(200, { 'content-length': body.length }).end(body);
}

/** A peer that has these contents; how it answers batches is up to the test. */
export async function batchSource(
  t: TestContext,
  tracker: StandInTracker,
  files: readonly Uint8Array[],
  answer: (batch: AskedBatch) => void,
  name = 'odd',
): Promise<BatchSource> {
  const identity = await loadIdentity(join(await temporaryFolder(t), 'state'));
  const byContent = new Map(files.map((bytes) => [idOf(bytes), bytes]));
  const sockets = new Set<Socket>();
  const source: BatchSource = { peer: identity.peer, batches: 0, singles: 0 };
  const onRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'POST') {
      source.batches++;
      const contents = parseContentList(await text(request));
      const frames = contents.map((content) => {
        const bytes = byContent.get(content);
        return bytes === undefined ? frame(new Uint8Array(0), 'missing') : frame(bytes);
      });
      answer({ contents, frames, response });
      return;
    }
    source.singles++;
    const content = request.url?.slice('/v1/content/'.length) ?? '';
    const bytes = [...byContent].find(([id]) => id === content)?.[1];
    if (bytes === undefined) response.writeHead(404, { 'content-length': 0 }).end();
    else response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  };
  const server = createHttpsServer(
    identity,
    (request, response) => void onRequest(request, response).catch(() => response.destroy()),
  );
  server.on('connection', (socket: Socket) => sockets.add(socket));
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  t.after(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  for (const content of byContent.keys()) tracker.addSource(content, identity.peer, name, port);
  return source;
}
