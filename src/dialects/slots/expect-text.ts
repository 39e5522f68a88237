import { AyniError } from '../../core/errors.ts';
import { SILENCE, type Conversation } from '../shared/conversation.ts';

/**
 * Reads until a text has come, which is the only thing that may come.
 * @param came what was read before
 * @returns what came behind it
 * @throws {AyniError} `bad-answer`, `timeout`, and what reading throws
 */
export async function expectText(
  conversation: Conversation,
  text: string,
  options: { readonly silenceMs: number; readonly came?: Buffer },
): Promise<Buffer> {
  let came = options.came ?? Buffer.alloc(0);
  const who = `${conversation.remote.host}:${conversation.remote.port}`;
  for (;;) {
    const begin = came.toString('latin1', 0, text.length);
    if (begin === text) return came.subarray(text.length);
    if (!text.startsWith(begin)) throw new AyniError('bad-answer', `${who} does not say "${text}": is it of slots?`);
    const bytes = await conversation.read(options.silenceMs);
    if (bytes === SILENCE) throw new AyniError('timeout', `${who} does not answer.`);
    if (bytes === undefined) throw new AyniError('cut-off', `${who} ends without saying "${text}".`);
    came = Buffer.concat([came, bytes]);
  }
}
