import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import type { UploadSlots } from '../../core/transfer/upload-slots.ts';

/**
 * Sends while the peer has a slot.
 * @throws {AyniError} `busy` (context: position, retryAfter) where there is none, and what `send` throws
 */
export async function onSlot<T>(slots: UploadSlots, peer: PeerId, send: () => Promise<T>): Promise<T> {
  const slot = slots.ask(peer);
  if (!slot.granted) {
    const { position, retryAfter } = slot;
    throw new AyniError('busy', `All upload slots are taken: you are number ${position} in the queue.`, {
      context: { position, retryAfter },
    });
  }
  try {
    return await send();
  } finally {
    // Small answers count until they are handed over, not until they are taken: dozens may be on their way.
    slot.release();
  }
}
