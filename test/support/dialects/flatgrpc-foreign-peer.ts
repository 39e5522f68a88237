import { createServer, type Server } from 'node:http';
import type { Client } from '@grpc/grpc-js';
import { callUnary, clientOf, loadService } from './grpc-program.ts';

/**
 * A peer of `flatgrpc` as existing programs are: it registers an id, serves its folder over HTTP, and takes what the
 * tracker lists as host names, or `host:port`.
 */
export class FlatgrpcForeignPeer implements AsyncDisposable {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  #server: Server | undefined;
  #tracker: Client | undefined;
  #peerId = '';

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    this.#files = new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]));
  }

  get port(): number {
    const address = this.#server?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async listen(port = 0): Promise<number> {
    const server = createServer((request, response) => {
      const name = decodeURIComponent((request.url ?? '').replace(/^\/files\//, ''));
      const bytes = this.#files.get(name);
      if (bytes === undefined) response.writeHead(404).end('Not Found');
      else response.writeHead(200).end(bytes);
    });
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    this.#server = server;
    return this.port;
  }

  /** Listens, and registers. @param options.peerId `127.0.0.1:port` unless given */
  async start(tracker: string, options: { readonly peerId?: string; readonly port?: number } = {}): Promise<void> {
    await this.listen(options.port);
    this.#peerId = options.peerId ?? `127.0.0.1:${this.port}`;
    this.#tracker = clientOf(loadService('flatgrpc.proto', 'TrackerService'), tracker);
    await this.register([...this.#files.keys()]);
  }

  async register(files: readonly string[]): Promise<boolean> {
    const { success } = await this.#call<{ success: boolean }>('RegisterPeer', { peer_id: this.#peerId, files });
    return success;
  }

  async search(name: string): Promise<readonly string[]> {
    return (await this.#call<{ peers: string[] }>('SearchFile', { file_name: name })).peers;
  }

  async leave(peerId = this.#peerId): Promise<boolean> {
    return (await this.#call<{ success: boolean }>('LeavePeer', { peer_id: peerId })).success;
  }

  /** From whom the tracker lists first. */
  async fetch(name: string): Promise<Buffer> {
    const [peer] = await this.search(name);
    if (peer === undefined) throw new Error(`nobody has ${name}`);
    const host = /:\d+$/.test(peer) ? peer : `${peer}:5000`;
    const answer = await fetch(`http://${host}/files/${encodeURIComponent(name)}`);
    if (answer.status !== 200) throw new Error(`HTTP status ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#tracker?.close();
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => {
      if (this.#server === undefined) resolve();
      else this.#server.close(() => resolve());
    });
  }

  async #call<T>(method: string, request: object): Promise<T> {
    if (this.#tracker === undefined) throw new Error('not started');
    return callUnary<T>(this.#tracker, method, request);
  }
}
