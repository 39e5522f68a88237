import type { OnReadOpts } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

import { formatAddress, type Address } from '../../core/access/link.ts';
import { AyniError } from '../../core/errors.ts';
import { shortId, type PeerId } from '../../core/ids.ts';
import { errnoOf } from '../../platform/errno.ts';
import { peerIdOfSocket, type Identity } from '../identity/identity.ts';
import { clientContext } from './settings.ts';

export interface DialOptions {
  readonly identity: Identity;
  /** Who must answer; anybody where absent (then ask `peerIdOfSocket`). */
  readonly expected?: PeerId | undefined;
  readonly signal?: AbortSignal | undefined;
  /** ms until TLS stands; 10 s. */
  readonly timeoutMs?: number | undefined;
  /** Where decrypted bytes go instead of the stream, see `net.Socket`. */
  readonly onread?: OnReadOpts | undefined;
}

function reason(error: unknown): string {
  const code = errnoOf(error);
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name is not known';
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return 'there is no way to it';
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'it closed the connection';
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL') === true) return 'it does not speak TLS 1.3';
  return code ?? 'the connection failed';
}

/**
 * Connects and proves who answers. Nothing is written before the certificate matched, and the socket has an `error`
 * listener, so that a broken connection never ends the program.
 * @throws {AyniError} `unreachable`, `timeout`, `wrong-peer`, `cancelled`
 */
export function dial(address: Address, options: DialOptions): Promise<TLSSocket> {
  const { identity, expected, signal, timeoutMs = 10_000, onread } = options;
  const where = formatAddress(address);
  return new Promise<TLSSocket>((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(new AyniError('cancelled', `Connecting to ${where} was cancelled.`));
      return;
    }
    const socket = connect({
      host: address.host,
      port: address.port,
      secureContext: clientContext(identity),
      minVersion: 'TLSv1.3',
      // Not a trust decision left out: the chain means nothing, the key is compared below.
      rejectUnauthorized: false,
      // SNI may not be an IP address, and nobody looks at it.
      servername: 'ayni',
      ALPNProtocols: ['http/1.1'],
      ...(onread === undefined ? {} : { onread }),
    });
    const settle = (): void => {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('close', onClose).off('secureConnect', onSecure);
    };
    const fail = (error: AyniError): void => {
      settle();
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(new AyniError('cancelled', `Connecting to ${where} was cancelled.`));
    const onError = (cause: Error): void =>
      fail(new AyniError('unreachable', `${where} cannot be reached: ${reason(cause)}.`, { cause }));
    const onClose = (): void =>
      fail(new AyniError('unreachable', `${where} cannot be reached: it closed the connection.`));
    const onSecure = (): void => {
      const peer = peerIdOfSocket(socket);
      if (peer === undefined || (expected !== undefined && peer !== expected)) {
        const who = peer === undefined ? 'nobody with a certificate' : shortId(peer);
        const whom = expected === undefined ? '' : `, not ${shortId(expected)}`;
        fail(new AyniError('wrong-peer', `At ${where} answers ${who}${whom}.`, { context: { address: where } }));
        return;
      }
      settle();
      socket.setNoDelay(true);
      resolve(socket);
    };
    const deadline = setTimeout(
      () => fail(new AyniError('timeout', `${where} did not answer within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    );
    socket.on('error', () => undefined);
    socket.on('error', onError).on('close', onClose).on('secureConnect', onSecure);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
