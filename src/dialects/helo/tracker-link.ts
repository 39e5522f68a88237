import { AyniError } from '../../core/errors.ts';
import { SILENCE, type Conversation, type PlainAddress } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { encodeMessage, HeloReader, payloadText } from './codec.ts';
import { parseError } from './errors.ts';

/** A connection to a tracker of `helo`: a question, an answer, one after the other. */
export class TrackerLink implements AsyncDisposable {
  readonly #conversation: Conversation;
  readonly #silenceMs: number;
  readonly #reader = new HeloReader();
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(conversation: Conversation, silenceMs: number) {
    this.#conversation = conversation;
    this.#silenceMs = silenceMs;
  }

  /** @throws {AyniError} `unreachable`, `timeout`, `cancelled` */
  static async to(
    tracker: PlainAddress,
    options: { readonly silenceMs: number; readonly signal: AbortSignal },
  ): Promise<TrackerLink> {
    return new TrackerLink(await dialConversation(tracker, options), options.silenceMs);
  }

  get open(): boolean {
    return this.#conversation.open;
  }

  /** This machine, as the tracker can reach it. */
  get localHost(): string {
    return this.#conversation.local.host;
  }

  /**
   * The text of the answer.
   * @param expected what answers it
   * @throws {AyniError} what an ERRR stands for; `bad-answer`, `timeout`, `cut-off`, `cancelled`: of no use then
   */
  ask(id: string, text: string, expected: 'ACKN' | 'RPFL'): Promise<string> {
    const answer = this.#turn.then(() => this.#ask(id, text, expected));
    this.#turn = answer.catch(() => {});
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#conversation[Symbol.asyncDispose]();
  }

  async #ask(id: string, text: string, expected: string): Promise<string> {
    const { host, port } = this.#conversation.remote;
    const who = `The tracker at ${host}:${port}`;
    try {
      await this.#conversation.write(encodeMessage('framed', id, text));
      for (;;) {
        const bytes = await this.#conversation.read(this.#silenceMs);
        if (bytes === SILENCE) throw new AyniError('timeout', `${who} does not answer.`);
        if (bytes === undefined) throw new AyniError('cut-off', `${who} closed the connection.`);
        const [answer, ...more] = this.#reader.push(bytes);
        if (answer === undefined) continue;
        const said = payloadText(answer.payload);
        if (answer.framing === 'unframed' || answer.problem !== undefined || said === undefined || more.length > 0) {
          throw new AyniError('bad-answer', `${who} answers something else than helo in frames.`);
        }
        if (answer.id === 'ERRR') throw new HeloRefusal(parseError(who, said));
        if (answer.id !== expected) throw new AyniError('bad-answer', `${who} answers with the wrong message.`);
        return said;
      }
    } catch (error) {
      if (error instanceof HeloRefusal) throw error.reason;
      // Where question and answer no longer fit each other, only a new connection helps.
      this.#conversation.breakOff();
      throw error;
    }
  }
}

/** Not a failure of the link: the tracker answered. */
class HeloRefusal extends Error {
  readonly reason: AyniError;

  constructor(reason: AyniError) {
    super(reason.message);
    this.reason = reason;
  }
}
