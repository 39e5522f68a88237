import { AyniError } from '../../core/errors.ts';
import { SILENCE, type Conversation, type PlainAddress } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { MESSAGE_SILENCE_MS } from '../shared/messages-of.ts';
import { parsePeers, parsePort, type RedePeer } from './codec.ts';

const MAX_ANSWER_BYTES = 1024 * 1024;
/** For the server to be told that we go, ms. */
const QUIT_MS = 500;

/** A connection to a server of `rede`, which is a membership for as long as it is open. */
export class ServerLink implements AsyncDisposable {
  readonly #conversation: Conversation;
  readonly #silenceMs: number;
  #turn: Promise<unknown> = Promise.resolve();
  /** The public port that the server assigned. */
  readonly port: number;

  private constructor(conversation: Conversation, port: number, silenceMs: number) {
    this.#conversation = conversation;
    this.port = port;
    this.#silenceMs = silenceMs;
  }

  /** @throws {AyniError} `unreachable`, `timeout`, `bad-answer`, `cut-off`, `cancelled` */
  static async to(
    server: PlainAddress,
    options: { readonly silenceMs: number; readonly signal: AbortSignal },
  ): Promise<ServerLink> {
    const conversation = await dialConversation(server, options);
    try {
      const answer = await readAnswer(conversation, options.silenceMs, /^\d+$/);
      if (answer === '') throw new AyniError('timeout', `The rede server at ${server.host} assigns no port.`);
      const port = parsePort(answer);
      return new ServerLink(conversation, port, options.silenceMs);
    } catch (error) {
      await conversation[Symbol.asyncDispose]();
      throw error;
    }
  }

  get open(): boolean {
    return this.#conversation.open;
  }

  /** This machine, as the server sees it where nothing is between. */
  get localHost(): string {
    return this.#conversation.local.host;
  }

  /** Who is there. @throws {AyniError} `bad-answer`, `cut-off`, `cancelled`: of no use then */
  peers(): Promise<readonly RedePeer[]> {
    const answer = this.#turn.then(() => this.#peers());
    this.#turn = answer.catch(() => {});
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#conversation.open) {
      await this.#conversation.write('quit').catch(() => {});
      // It closes, which is all the answer there is.
      await this.#conversation.read(QUIT_MS).catch(() => {});
    }
    await this.#conversation[Symbol.asyncDispose]();
  }

  async #peers(): Promise<readonly RedePeer[]> {
    try {
      await this.#conversation.write('peers');
      return parsePeers(await readAnswer(this.#conversation, this.#silenceMs, /\/$/));
    } catch (error) {
      this.#conversation.breakOff();
      throw error;
    }
  }
}

/** An answer without terminator: what looks whole is whole after 250 ms of silence, anything after `silenceMs`. */
async function readAnswer(conversation: Conversation, silenceMs: number, whole: RegExp): Promise<string> {
  let answer = '';
  for (;;) {
    const bytes = await conversation.read(whole.test(answer) ? MESSAGE_SILENCE_MS : silenceMs);
    if (bytes === SILENCE) return answer;
    if (bytes === undefined) throw new AyniError('cut-off', 'The rede server closed the connection.');
    answer += bytes.toString('latin1');
    if (answer.length > MAX_ANSWER_BYTES) throw new AyniError('bad-answer', 'The rede server answers over 1 MiB.');
  }
}
