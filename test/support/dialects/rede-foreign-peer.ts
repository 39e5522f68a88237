import { LineOfTalk } from './line-of-talk.ts';
import { Listening } from './listening.ts';

/**
 * A peer of `rede` as old programs are: one read of a message is the message, a file is sent without length, and the
 * connection stays open after it.
 */
export class RedeForeignPeer implements AsyncDisposable {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  #listening: Listening | undefined;
  #server: LineOfTalk | undefined;

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    this.#files = new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]));
  }

  /** Joins, and listens on the port that the server assigns. */
  async start(serverPort: number): Promise<number> {
    this.#server = await LineOfTalk.to(serverPort);
    return this.listen(Number((await this.#server.readOnce()).toString()));
  }

  async listen(port = 0): Promise<number> {
    this.#listening = await Listening.on(port, (talk) => this.#serve(talk));
    return this.#listening.port;
  }

  get port(): number {
    return this.#listening?.port ?? 0;
  }

  /** The ports of the peers, as one read of 1,024 bytes shows them. */
  async peers(): Promise<number[]> {
    this.#server?.write('peers');
    const answer = ((await this.#server?.readOnce()) ?? Buffer.alloc(0)).toString('utf8', 0, 1024);
    return answer
      .split('/')
      .filter((peer) => peer !== '')
      .map((peer) => Number(peer.split(':')[1]));
  }

  async ls(port: number): Promise<string[]> {
    await using talk = await LineOfTalk.to(port);
    talk.write('ls');
    const answer = (await talk.readOnce()).toString('utf8', 0, 2048);
    return answer.split(' ').filter((name) => name !== '');
  }

  async get(port: number, name: string): Promise<Buffer> {
    await using talk = await LineOfTalk.to(port);
    talk.write(`get ${name}`);
    return await talk.readToEnd();
  }

  quit(): void {
    this.#server?.write('quit');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
    await this.#listening?.[Symbol.asyncDispose]();
  }

  async #serve(talk: LineOfTalk): Promise<void> {
    for (;;) {
      const message = (await talk.readOnce()).toString();
      if (message === '') return;
      if (message === 'ls') talk.write([...this.#files.keys()].map((name) => `${name} `).join(''));
      else if (message.startsWith('get ')) talk.write(this.#files.get(message.slice(4)) ?? '');
    }
  }
}
