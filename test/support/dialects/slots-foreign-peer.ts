import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { LineOfTalk } from './line-of-talk.ts';
import { Listening } from './listening.ts';

/** As the tracker lists it. */
export interface SlotsListed {
  readonly peers: number;
  readonly name: string;
  readonly size: number;
  readonly md5: string;
}

/**
 * A peer of `slots` as old programs are: one write is one message, one read is one answer, and its list goes to the
 * tracker only with its next request for a file.
 */
export class SlotsForeignPeer implements AsyncDisposable {
  readonly files: Map<string, Uint8Array>;
  readonly #maxPeers: number;
  #listening: Listening | undefined;
  #busy = 0;
  #changed = true;
  #trackerPort = 0;
  /** What it tells instead of the MD5 that a file has. */
  readonly lies = new Map<string, string>();

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}, options: { readonly maxPeers?: number } = {}) {
    this.files = new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]));
    this.#maxPeers = options.maxPeers ?? 3;
  }

  /** Listens. The tracker hears of it with the first request for a file. */
  async start(trackerPort: number): Promise<number> {
    this.#trackerPort = trackerPort;
    return this.listen();
  }

  async listen(port = 0): Promise<number> {
    this.#listening = await Listening.on(port, (talk) => this.#serve(talk));
    return this.#listening.port;
  }

  get port(): number {
    return this.#listening?.port ?? 0;
  }

  /** Its list goes along with the next request. */
  rehash(): void {
    this.#changed = true;
  }

  /** What the tracker says about a file. */
  async where(name: string): Promise<string> {
    await using talk = await this.#dataPort(this.#trackerPort);
    talk.write('I AM HERE');
    expect(await read(talk), 'YOU CHANGED?');
    if (this.#changed) {
      talk.write('YES');
      expect(await read(talk), 'TELL ME');
      talk.write([String(this.port), ...[...this.files].map(([file, bytes]) => this.#entry(file, bytes))].join(':'));
      const answer = await read(talk);
      if (answer === 'OK') expect(await read(talk), 'SAY FILE');
      else expect(answer, 'OKSAY FILE');
      this.#changed = false;
    } else {
      talk.write('NO');
      expect(await read(talk), 'SAY FILE');
    }
    talk.write(name);
    return await read(talk);
  }

  /** Fetches a file from whom the tracker tells, and checks it. */
  async fetch(name: string): Promise<Buffer> {
    const answer = await this.where(name);
    const [host = '', port, md5] = answer.split(':');
    if (md5 === undefined) throw new Error(answer);
    const bytes = await this.fetchFrom(Number(port), name, host);
    if (md5Of(bytes) !== md5) throw new Error(`${name} has another MD5`);
    return bytes;
  }

  async fetchFrom(port: number, name: string, host = '127.0.0.1'): Promise<Buffer> {
    await using talk = await this.#dataPort(port, host);
    talk.write(name);
    const answer = await talk.readToEnd();
    if (answer.toString('latin1', 0, 2) !== 'OK') throw new Error(answer.toString());
    return answer.subarray(2);
  }

  async list(): Promise<SlotsListed[]> {
    await using talk = await LineOfTalk.to(this.#trackerPort);
    talk.write('LIST');
    const fields = (await talk.readToEnd()).toString().split(':');
    const files: SlotsListed[] = [];
    for (let at = 0; at + 3 < fields.length; at += 4) {
      const [peers, name = '', size, md5 = ''] = fields.slice(at, at + 4);
      files.push({ peers: Number(peers), name, size: Number(size), md5 });
    }
    return files;
  }

  async quit(): Promise<void> {
    await using talk = await LineOfTalk.to(this.#trackerPort);
    talk.write('I QUIT');
    expect(await read(talk), 'PORT');
    talk.write(String(this.port));
    await talk.readToEnd();
    await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listening?.[Symbol.asyncDispose]();
  }

  #entry(name: string, bytes: Uint8Array): string {
    return `${name}:${bytes.length}:${this.lies.get(name) ?? md5Of(bytes)}`;
  }

  async #dataPort(port: number, host = '127.0.0.1'): Promise<LineOfTalk> {
    await using talk = await LineOfTalk.to(port, host);
    talk.write('CONNECT');
    const answer = await read(talk);
    if (!/^\d+$/.test(answer)) throw new Error(answer);
    return await LineOfTalk.to(Number(answer), host);
  }

  async #serve(talk: LineOfTalk): Promise<void> {
    const said = await read(talk);
    if (said === 'ARE YOU ALIVE?') talk.write('YES, I AM.');
    else if (said !== 'CONNECT') return;
    else if (this.#busy >= this.#maxPeers) talk.write('NO CONNECTION');
    else talk.write(String(await this.#openPort()));
  }

  async #openPort(): Promise<number> {
    this.#busy++;
    const server = createServer((socket) => {
      server.close();
      this.#send(new LineOfTalk(socket)).then(
        () => this.#busy--,
        () => this.#busy--,
      );
    });
    server.unref().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async #send(talk: LineOfTalk): Promise<void> {
    const name = await read(talk);
    const bytes = this.files.get(name);
    if (bytes === undefined) talk.write(`FILE NOT FOUND: ${name}`);
    else {
      talk.write('OK');
      talk.write(bytes);
    }
    talk.socket.end();
  }
}

export function md5Of(bytes: string | Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

async function read(talk: LineOfTalk): Promise<string> {
  return (await talk.readOnce()).toString('utf8', 0, 1024);
}

function expect(said: string, expected: string): void {
  if (said !== expected) throw new Error(`"${said}" came instead of "${expected}".`);
}
