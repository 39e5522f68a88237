import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { EVERYONE, type Audience } from '../../src/core/access/audience.ts';
import { CREDENTIAL_SECONDS, type Credential } from '../../src/core/access/credential.ts';
import type { Clock } from '../../src/core/clock.ts';
import { contentIdOfPieces } from '../../src/core/content/content-id.ts';
import { PIECE_SIZE, pieceCount } from '../../src/core/content/geometry.ts';
import type { ContentId, PeerId } from '../../src/core/ids.ts';
import { SILENT } from '../../src/core/log.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { CredentialVerifier } from '../../src/net/identity/credential-verifier.ts';
import { loadIdentity, type Identity } from '../../src/net/identity/identity.ts';
import { loadNetworkKey } from '../../src/net/identity/network-key.ts';
import { Library } from '../../src/peer/library/library.ts';
import { Authorizer } from '../../src/peer/membership/authorizer.ts';
import { UploadServer, type UploadServerOptions } from '../../src/peer/upload/upload-server.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { loadHasher } from '../../src/platform/hash/load-hasher.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { hasher } = await loadHasher();

/** Modification time of served files, seconds since the Unix epoch. */
export const HASHED = 1_700_000_000;

/** A member's identity and credential. */
export interface TestMember {
  readonly identity: Identity;
  readonly credential: string;
}

export interface Served {
  readonly content: ContentId;
  readonly path: string;
  readonly bytes: Buffer;
}

/** A peer that serves, real in all its parts, and members of its network. */
export async function servingPeer(t: TestContext, options: Partial<UploadServerOptions> & { clock?: Clock } = {}) {
  const { clock = systemClock, ...server } = options;
  const folder = await temporaryFolder(t);
  const networkKey = await loadNetworkKey(join(folder, 'network'));
  const identity = await loadIdentity(join(folder, 'peer'));
  const library = Library.open(join(folder, 'library.sqlite'), { hasher, log: SILENT });
  const verifier = new CredentialVerifier(networkKey.publicKey, { clock });
  const tracker = { introspect: () => Promise.resolve({ active: true }) };
  const authorizer = new Authorizer({ verifier, tracker, clock }, { strict: false });
  const uploads = new UploadServer(
    { identity, library, authorize: (token, peer) => authorizer.authorize(token, peer), clock },
    { port: 0, host: '127.0.0.1', ...server },
  );
  const { port } = await uploads.start();
  t.after(async () => {
    await uploads.stop();
    library.close();
  });

  let members = 0;
  const identityOf = (name: string) => loadIdentity(join(folder, name));
  const credentialFor = (peer: PeerId, changes: Partial<Credential> = {}) => {
    const now = Math.floor(clock.now() / 1000);
    const times = { issued: now, expires: now + CREDENTIAL_SECONDS };
    return networkKey.sign({ network: networkKey.network, peer, role: 'member', groups: [], ...times, ...changes });
  };
  return {
    folder,
    networkKey,
    identity,
    library,
    authorizer,
    uploads,
    port,
    address: { host: '127.0.0.1', port },
    identityOf,
    credentialFor,
    async member(changes: Partial<Credential> = {}): Promise<TestMember> {
      const own = await identityOf(`member-${members++}`);
      return { identity: own, credential: await credentialFor(own.peer, changes) };
    },
    async serve(name: string, bytes: Buffer, audience: Audience = EVERYONE): Promise<Served> {
      const path = join(folder, name);
      await writeFile(path, bytes);
      // A time that a test can give to another file, too.
      await utimes(path, HASHED, HASHED);
      const { mtimeNs, ino: inode } = await stat(path, { bigint: true });
      const pieceHashes = Buffer.concat(
        Array.from({ length: pieceCount(bytes.length) }, (_, piece) =>
          hasher.hash(bytes.subarray(piece * PIECE_SIZE, (piece + 1) * PIECE_SIZE)),
        ),
      );
      const content = contentIdOfPieces(hasher, bytes.length, pieceHashes);
      const size = bytes.length;
      library.addFetched({ content, size, path, mtimeNs, inode, audience, executable: false, pieceHashes });
      return { content, path, bytes };
    },
  };
}

export type ServingPeer = Awaited<ReturnType<typeof servingPeer>>;

/** Requests as a well-behaved member makes them, over kept connections. */
export function requester(t: TestContext, peer: ServingPeer, { identity, credential }: TestMember) {
  const http = new HttpsClient({ identity });
  t.after(() => http.close());
  return async (path: string, headers: Record<string, string> = {}) =>
    http.request(peer.address, {
      method: 'GET',
      path,
      headers: { authorization: `Bearer ${credential}`, ...headers },
      expected: peer.identity.peer,
      maxBytes: 64 * 2 ** 20,
      timeoutMs: 10_000,
    });
}

/** A TLS connection to say anything over; without identity, one that shows no certificate. */
export async function rawConnection(
  t: TestContext,
  port: number,
  identity?: Identity,
  more: ConnectionOptions = {},
): Promise<{
  socket: TLSSocket;
  received: () => Buffer;
  ended: Promise<Buffer>;
  until: (text: string) => Promise<string>;
}> {
  const certificate = identity === undefined ? {} : { key: identity.key, cert: identity.cert };
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...certificate, ...more });
  t.after(() => socket.destroy());
  const chunks: Buffer[] = [];
  const received = () => Buffer.concat(chunks);
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  socket.on('data', (chunk) => {
    chunks.push(Buffer.from(chunk));
    wake();
  });
  const ended = new Promise<Buffer>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', () => {
      resolve(received());
      wake();
    });
  });
  await new Promise<void>((resolve) => {
    socket.once('secureConnect', resolve);
    socket.once('close', () => resolve());
  });
  return {
    socket,
    received,
    ended,
    /** What came, once it holds `text`, or all there was when the connection ends. */
    until: (text) =>
      new Promise((resolve) => {
        const look = () => {
          const sofar = received().toString('latin1');
          if (!sofar.includes(text) && !socket.closed) return;
          waiting.delete(look);
          resolve(sofar);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The head of a request, by hand. */
export function head(path: string, credential: string, ...more: string[]): string {
  return [`GET ${path} HTTP/1.1`, 'Host: peer', `Authorization: Bearer ${credential}`, ...more, '', ''].join('\r\n');
}
