import { AyniError } from '../../core/errors.ts';
import type { PlainAddress } from '../shared/conversation.ts';
import { askMainPort } from './ask-main-port.ts';
import { SAYS } from './codec.ts';

/** For a peer to answer, ms. */
const ANSWER_MS = 5_000;

/** Whether a peer says that it is alive. @throws {AyniError} `cancelled` */
export async function probe(peer: PlainAddress, options: { readonly signal: AbortSignal }): Promise<boolean> {
  try {
    return (await askMainPort(peer, SAYS.areYouAlive, { ...options, silenceMs: ANSWER_MS })) === SAYS.iAmAlive;
  } catch (error) {
    if (AyniError.is(error, 'cancelled')) throw error;
    return false;
  }
}
