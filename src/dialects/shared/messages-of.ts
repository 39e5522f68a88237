import { AyniError } from '../../core/errors.ts';
import { SILENCE, type Conversation } from './conversation.ts';

/** So much silence ends a message that has no terminator, ms. */
export const MESSAGE_SILENCE_MS = 250;

/** A pure reader of messages, which is told the time by who feeds it. */
export interface MessageReader<M> {
  /** `silence`: 250 ms without a byte end the message; `rest`: only bytes do. */
  readonly waitsFor: 'message' | 'silence' | 'rest';
  push(bytes: Uint8Array): Iterable<M>;
  /** Nothing came for 250 ms, or the stream ended. */
  silence(): Iterable<M>;
}

export interface MessageDeadlines {
  /** For the next message to begin, ms; asked each time, undefined for ever. */
  idleMs(): number | undefined;
  /** For a message to be complete after it began, ms. */
  readonly messageMs: number;
  /** For the next byte of a message that began, ms; for long messages, whose `messageMs` is long. */
  readonly stallMs?: number;
}

/**
 * The messages of a connection, one after the other, until its stream ends. Reads no more while one is handled.
 * @throws {AyniError} `timeout` where the next one is late
 */
export async function* messagesOf<M>(
  conversation: Conversation,
  reader: MessageReader<M>,
  deadlines: MessageDeadlines,
): AsyncGenerator<M, void> {
  let begun: number | undefined;
  for (;;) {
    const waitsFor = reader.waitsFor;
    if (waitsFor === 'message') begun = undefined;
    else begun ??= performance.now();
    const left = begun === undefined ? deadlines.idleMs() : deadlines.messageMs - (performance.now() - begun);
    const patience = patienceFor(waitsFor, left, deadlines.stallMs);
    const bytes = left !== undefined && left <= 0 ? SILENCE : await conversation.read(patience);
    if (bytes === undefined) {
      yield* reader.silence();
      return;
    }
    if (bytes !== SILENCE) yield* reader.push(bytes);
    else if (waitsFor === 'silence' && patience === MESSAGE_SILENCE_MS) yield* reader.silence();
    else throw new AyniError('timeout', `${conversation.remote.host} did not end what it began to say.`);
  }
}

function patienceFor(
  waitsFor: MessageReader<unknown>['waitsFor'],
  left: number | undefined,
  stallMs = Infinity,
): number | undefined {
  if (waitsFor === 'message') return left;
  return Math.min(waitsFor === 'silence' ? MESSAGE_SILENCE_MS : stallMs, left ?? Infinity);
}
