import { MESSAGE_SILENCE_MS } from '../shared/messages-of.ts';
import { SILENCE, type Conversation, type PlainAddress } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { AyniError } from '../../core/errors.ts';
import { withoutPadding } from './codec.ts';

/** Of an answer of one message. */
const MAX_ANSWER_BYTES = 4096;

export interface AskOptions {
  readonly signal: AbortSignal;
  /** How long the other side may be silent, ms. */
  readonly silenceMs: number;
}

/**
 * One question at a main port, and the answer, which may be empty.
 * @throws {AyniError} `unreachable`, `timeout`, `cut-off`, `bad-answer`, `cancelled`
 */
export async function askMainPort(at: PlainAddress, question: string, options: AskOptions): Promise<string> {
  const conversation = await dialConversation(at, { signal: options.signal, timeoutMs: options.silenceMs });
  await using _ = conversation;
  await conversation.write(question);
  return (await readAnswer(conversation, options)).toString('latin1');
}

/** What comes up to the end of the stream, or until nothing more comes. @throws {AyniError} as above */
export async function readAnswer(
  conversation: Conversation,
  options: { readonly silenceMs: number; readonly begin?: Buffer },
): Promise<Buffer> {
  let answer = options.begin ?? Buffer.alloc(0);
  const who = `${conversation.remote.host}:${conversation.remote.port}`;
  for (;;) {
    const bytes = await conversation.read(answer.length === 0 ? options.silenceMs : MESSAGE_SILENCE_MS);
    if (bytes === SILENCE && answer.length === 0) throw new AyniError('timeout', `${who} does not answer.`);
    if (bytes === undefined || bytes === SILENCE) return withoutPadding(answer);
    answer = Buffer.concat([answer, bytes]);
    if (answer.length > MAX_ANSWER_BYTES) {
      throw new AyniError('bad-answer', `${who} says more than slots has messages for: does it speak slots?`);
    }
  }
}
