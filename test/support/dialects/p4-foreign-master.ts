import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Peer {
  readonly clientId: string;
  readonly address: string;
  readonly files: string[];
}

type Body = Readonly<Record<string, string | number | undefined>>;

/** A master of `p4` as the original is: `add_file` alone, lists by GET alone, nobody ever expires. */
export class P4ForeignMaster implements AsyncDisposable {
  readonly peers = new Map<string, Peer>();
  readonly #secret: string;
  #server: Server | undefined;

  constructor(secret: string) {
    this.#secret = secret;
  }

  async start(port = 0): Promise<number> {
    const server = createServer((request, response) => {
      void (async () => {
        const body = JSON.parse((await bodyOf(request)) || '{}') as Body;
        const [status, answer] = this.#answer(`${request.method} ${request.url}`, body);
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(`${JSON.stringify(answer)}\n`);
      })();
    });
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
    this.#server = server;
    return (server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => {
      if (this.#server === undefined) resolve();
      else this.#server.close(() => resolve());
    });
  }

  #answer(call: string, body: Body): [number, object] {
    const peer = this.peers.get(String(body['token']));
    switch (call) {
      case 'POST /register': {
        if (body['genericToken'] !== this.#secret) return [401, { message: 'Invalid token' }];
        const clientId = String(body['client_id']);
        if ([...this.peers.values()].some((other) => other.clientId === clientId)) {
          return [400, { message: 'Peer already registered' }];
        }
        const token = randomBytes(32).toString('hex');
        this.peers.set(token, { clientId, address: `${body['ip']}:${body['port']}`, files: [] });
        return [200, { token }];
      }
      case 'POST /unregister':
        if (!this.peers.delete(String(body['token']))) return [404, { message: 'Peer not found' }];
        return [200, { message: 'Peer unregistered' }];
      case 'POST /add_file':
        if (peer === undefined) return [404, { message: 'Peer not found' }];
        peer.files.push(String(body['file_name']));
        return [200, { message: 'File added' }];
      case 'GET /get_files':
        if (peer === undefined) return [404, { message: 'Peer not found' }];
        return [200, { files: [...this.peers.values()].flatMap(({ files }) => files) }];
      case 'GET /get_file': {
        if (peer === undefined) return [401, { message: 'Peer not found' }];
        const name = String(body['file_name']);
        const owner = [...this.peers.values()].find(({ files }) => files.includes(name));
        if (owner === undefined) return [404, { message: 'File not found' }];
        return [200, { file_address: `grpc://${owner.address}/${name}` }];
      }
      case 'POST /get_files':
      case 'POST /get_file':
        return [405, { message: 'Method Not Allowed' }];
      default:
        return [404, { message: 'Not Found' }];
    }
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
