import { AyniError } from '../../core/errors.ts';
import type { PlainAddress } from './conversation.ts';
import { dialConversation } from './dial-conversation.ts';

/** Until a connection stands, ms. */
const CONNECT_MS = 5_000;

/** Whether somebody accepts TCP connections there. @throws {AyniError} `cancelled` */
export async function answersAt(address: PlainAddress, options: { readonly signal: AbortSignal }): Promise<boolean> {
  try {
    const conversation = await dialConversation(address, { ...options, timeoutMs: CONNECT_MS });
    await conversation[Symbol.asyncDispose]();
    return true;
  } catch (error) {
    if (AyniError.is(error, 'cancelled')) throw error;
    return false;
  }
}
