import { AyniError } from '../../core/errors.ts';
import type { Conversation } from '../shared/conversation.ts';
import { messagesOf } from '../shared/messages-of.ts';
import type { SlotsMessage, SlotsReader } from './slots-reader.ts';

/** For a message, ms: a million names over a slow line take a while, but they keep coming. */
const MESSAGE_MS = 10 * 60_000;
/** For the next message, and for the next byte of one that began, ms. */
const IDLE_MS = 10_000;

/** The messages of a conversation; whoever keeps us waiting has nothing more to say. */
export async function* lockstep(
  conversation: Conversation,
  reader: SlotsReader,
  idleMs = IDLE_MS,
): AsyncGenerator<Exclude<SlotsMessage, { kind: 'wrong' }>, void> {
  const deadlines = { idleMs: () => idleMs, stallMs: idleMs, messageMs: MESSAGE_MS };
  try {
    for await (const message of messagesOf(conversation, reader, deadlines)) {
      if (message.kind === 'verb') conversation.asked(message.verb);
      if (message.kind === 'wrong') return;
      yield message;
    }
  } catch (error) {
    if (!AyniError.is(error, 'timeout') || !conversation.open) throw error;
  }
}
