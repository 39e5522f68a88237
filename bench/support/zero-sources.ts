import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { EVERYONE } from '../../src/core/access/audience.ts';
import { parseAddress, parseLink } from '../../src/core/access/link.ts';
import { contentIdOf, pageHashOf } from '../../src/core/content/content-id.ts';
import { DIGEST_BYTES } from '../../src/core/content/hasher.ts';
import {
  PAGE_PIECES,
  pageCount,
  pageLength,
  PIECE_SIZE,
  pieceCount,
  pieceLength,
} from '../../src/core/content/geometry.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { listen } from '../../src/net/tls/server.ts';
import { join as joinNetwork } from '../../src/peer/membership/join.ts';
import { TrackerClient } from '../../src/peer/membership/tracker-client.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { loadHasher } from '../../src/platform/hash/load-hasher.ts';
import { createHttpsServer } from '../../test/support/https-server.ts';

/**
 * Many members of a network in one process, each of which serves the same content: so many zeros, as slowly as a link
 * of 64 Mbit/s brings them.
 * Arguments: link, folder for their states, how many, bytes. Writes the content's id when all are announced.
 */
const [link = '', folder = '', count = '0', bytes = '0'] = process.argv.slice(2);
const size = Number(bytes);
const PIECE_MS = 32;
const HEARTBEAT_MS = 20_000;

const { hasher } = await loadHasher();
const zeros = Buffer.alloc(PIECE_SIZE);
const digestOf = (length: number): Uint8Array => hasher.hash(zeros.subarray(0, length));
const whole = digestOf(PIECE_SIZE);

/** The piece hashes of a page. */
function hashesOf(page: number): Uint8Array {
  const pieces = pageLength(size, page);
  const hashes = Buffer.alloc(pieces * DIGEST_BYTES);
  for (let at = 0; at < pieces; at++) {
    const length = pieceLength(size, page * PAGE_PIECES + at);
    hashes.set(length === PIECE_SIZE ? whole : digestOf(length), at * DIGEST_BYTES);
  }
  return hashes;
}
const pages = Buffer.concat(Array.from({ length: pageCount(size) }, (_, page) => pageHashOf(hasher, hashesOf(page))));
const content = contentIdOf(hasher, size, pages);

async function answer({ url = '', headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  const page = /\/pages(?:\/(\d+))?$/.exec(url);
  if (page !== null) {
    const body = page[1] === undefined ? pages : hashesOf(Number(page[1]));
    response.writeHead(200, { 'content-length': body.length }).end(body);
    return;
  }
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  // Whoever is asked to choose says that it does not know how: the range that is asked for then is as good.
  if (range === null) {
    response.writeHead(404, { 'content-length': 0 }).end();
    return;
  }
  const [start, end] = [Number(range[1]), Number(range[2]) + 1];
  response.writeHead(206, { 'content-length': end - start, 'content-range': `bytes ${start}-${end - 1}/${size}` });
  for (let at = start; at < end && !response.destroyed; at += PIECE_SIZE) {
    await delay(PIECE_MS);
    response.write(zeros.subarray(0, Math.min(PIECE_SIZE, end - at)));
  }
  response.end();
}

for (let number = 0; number < Number(count); number++) {
  const state = join(folder, `zeros-${number}`);
  const identity = await loadIdentity(state);
  const name = `zeros ${number}`;
  const record = await joinNetwork(parseLink(link), { identity, name, stateFolder: state });
  const server = createHttpsServer(identity, (request, response) => {
    request.resume();
    void answer(request, response);
  });
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  const http = new HttpsClient({ identity });
  const tracker = new TrackerClient(
    { http, clock: systemClock },
    { network: record.network, trackers: record.trackers.map(parseAddress) },
  );
  const slots = { total: 8, free: 8 };
  const endpoints = [{ protocol: 'ayni', host: '127.0.0.1', port }] as const;
  await tracker.announce({ endpoints, slots, agent: 'bench', revokedVersion: -1 });
  await tracker.hold({ upsert: [{ content, size, pieces: pieceCount(size), audience: EVERYONE }], remove: [] });
  setInterval(() => void tracker.heartbeat({ slots, revokedVersion: -1 }).catch(() => undefined), HEARTBEAT_MS);
}
console.log(content);
