import { request } from 'node:http';
import { status, type sendUnaryData, type Server, type ServerUnaryCall } from '@grpc/grpc-js';
import { callUnary, clientOf, loadService, serve } from './grpc-program.ts';

interface JsonAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An HTTP call with a JSON body, GET as well. */
export async function jsonCall(method: string, port: number, path: string, body: object): Promise<JsonAnswer> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) },
      },
      (answer) => {
        let said = '';
        answer.on('data', (chunk: Buffer) => (said += chunk.toString()));
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(said) as JsonAnswer['body'] }),
        );
      },
    );
    call.once('error', reject);
    call.end(text);
  });
}

/**
 * A peer of `p4` as existing programs are: it asks the master by GET with a JSON body, renews nothing, serves and asks
 * for files by the unary call with gRPC's own limits, and never shows its token there.
 */
export class P4ForeignPeer implements AsyncDisposable {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  #server: Server | undefined;
  #port = 0;
  #master = 0;
  #token: string | undefined;

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    this.#files = new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]));
  }

  get port(): number {
    return this.#port;
  }

  get token(): string | undefined {
    return this.#token;
  }

  async listen(port = 0): Promise<number> {
    type Call = ServerUnaryCall<{ file_path: string }, { file_bytes: Uint8Array }>;
    const getFile = (
      { request: { file_path: path } }: Call,
      callback: sendUnaryData<{ file_bytes: Uint8Array }>,
    ): void => {
      const bytes = this.#files.get(path);
      if (bytes === undefined) callback({ code: status.NOT_FOUND, details: 'File not found' });
      else callback(null, { file_bytes: bytes });
    };
    const bound = await serve(loadService('p4.proto', 'Greeter'), { getFile }, port);
    this.#server = bound.server;
    this.#port = bound.port;
    return bound.port;
  }

  /** Listens, registers, and announces name by name. */
  async start(masterPort: number, secret: string, clientId: string): Promise<void> {
    await this.listen();
    this.#master = masterPort;
    const registration = { client_id: clientId, ip: '127.0.0.1', port: this.#port, genericToken: secret };
    const { status: answered, body } = await jsonCall('POST', masterPort, '/register', registration);
    if (answered !== 200) throw new Error(`not registered: ${String(body['message'])}`);
    this.#token = String(body['token']);
    for (const name of this.#files.keys()) await this.call('POST', '/add_file', { file_name: name });
  }

  /** A call with the token. */
  async call(method: string, path: string, body: object = {}): Promise<JsonAnswer> {
    return jsonCall(method, this.#master, path, { token: this.#token, ...body });
  }

  async list(): Promise<readonly string[]> {
    return (await this.call('GET', '/get_files')).body['files'] as string[];
  }

  async where(name: string): Promise<string | undefined> {
    return (await this.call('GET', '/get_file', { file_name: name })).body['file_address'] as string | undefined;
  }

  async fetch(name: string): Promise<Buffer> {
    const address = await this.where(name);
    if (address === undefined) throw new Error(`nobody has ${name}`);
    return this.fetchFrom(address);
  }

  /** @param address `grpc://host:port/name` */
  async fetchFrom(address: string): Promise<Buffer> {
    const [, at = '', path = ''] = /^grpc:\/\/([^/]+)\/(.*)$/s.exec(address) ?? [];
    const client = clientOf(loadService('p4.proto', 'Greeter'), at);
    try {
      return (await callUnary<{ file_bytes: Buffer }>(client, 'getFile', { file_path: path })).file_bytes;
    } finally {
      client.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server?.forceShutdown();
  }
}
