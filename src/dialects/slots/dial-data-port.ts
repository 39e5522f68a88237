import { setTimeout as sleep } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';
import type { Conversation, PlainAddress } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { askMainPort, type AskOptions } from './ask-main-port.ts';
import { parsePort, SAYS } from './codec.ts';

/** Some programs tell their port before they listen on it: it is tried again after so long, ms. */
const AGAIN_MS = [50, 100, 200, 400, 800];

/**
 * Asks a main port for a data port and connects to it.
 * @throws {AyniError} `busy` where no slot is free; `unreachable`, `timeout`, `cut-off`, `bad-answer`, `cancelled`
 */
export async function dialDataPort(at: PlainAddress, options: AskOptions): Promise<Conversation> {
  const answer = await askMainPort(at, SAYS.connect, options);
  const who = `${at.host}:${at.port}`;
  if (answer === SAYS.noConnection) throw new AyniError('busy', `${who} has no free slot: try again later.`);
  const port = parsePort(answer);
  if (port === undefined) throw new AyniError('bad-answer', `${who} tells no data port: does it speak slots?`);
  const { signal, silenceMs: timeoutMs } = options;
  for (const pause of AGAIN_MS) {
    try {
      return await dialConversation({ host: at.host, port }, { signal, timeoutMs });
    } catch (error) {
      if (!AyniError.is(error, 'unreachable')) throw error;
    }
    await sleep(pause, undefined, { signal }).catch(() => {});
  }
  return dialConversation({ host: at.host, port }, { signal, timeoutMs });
}
