import { connect } from 'node:net';
import { AyniError } from '../../../core/errors.ts';

/**
 * The address of this machine from which it reaches that one: under which that one, and who is beside it, reach us.
 * @throws {AyniError} `unreachable`, `timeout`, `cancelled`
 */
export async function localAddressTowards(
  { host, port }: { readonly host: string; readonly port: number },
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<string> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const who = `${host}:${port}`;
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ host, port, signal: AbortSignal.any([signal, deadline]) });
  socket.once('connect', () => resolve(plainAddress(socket.localAddress ?? '127.0.0.1')));
  socket.once('error', (cause) => {
    if (signal.aborted) reject(new AyniError('cancelled', `Connecting to ${who} was cancelled.`, { cause }));
    else if (deadline.aborted) reject(new AyniError('timeout', `${who} did not answer in time.`, { cause }));
    else reject(new AyniError('unreachable', `Nobody answers at ${who}: is the tracker running?`, { cause }));
  });
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

/** IPv4 as such, where a socket of both families writes it as IPv6. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
