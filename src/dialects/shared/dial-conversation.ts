import { connect } from 'node:net';
import { AyniError } from '../../core/errors.ts';
import { Conversation, type PlainAddress } from './conversation.ts';

/** Until TCP stands, ms. */
const CONNECT_MS = 10_000;

/**
 * @param options.signal breaks the connection off later on, too
 * @throws {AyniError} `unreachable`, `timeout`, `cancelled`
 */
export function dialConversation(
  { host, port }: PlainAddress,
  options: { readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<Conversation> {
  const { signal, timeoutMs = CONNECT_MS } = options;
  const where = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    const cancelled = () => new AyniError('cancelled', `Connecting to ${where} was cancelled.`);
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const socket = connect({ host, port, noDelay: true, keepAlive: true, allowHalfOpen: true });
    const fail = (error: AyniError) => {
      settle();
      socket.destroy();
      reject(error);
    };
    const late = setTimeout(() => fail(new AyniError('timeout', `${where} does not answer.`)), timeoutMs);
    const onAbort = () => fail(cancelled());
    const onError = (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'ECONNREFUSED' ? 'nothing listens there' : (cause.code ?? cause.message);
      fail(new AyniError('unreachable', `${where} cannot be reached: ${why}.`, { cause }));
    };
    const settle = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
    };
    signal.addEventListener('abort', onAbort);
    socket.once('error', onError);
    socket.once('connect', () => {
      settle();
      resolve(new Conversation(socket, signal));
    });
  });
}
