import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends these bytes over one connection, each part by itself, and reads until the other side closes it. */
export async function rawTalk(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  const received: Uint8Array[] = [];
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  for (const part of parts) {
    if (!socket.writable) break;
    socket.write(part);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await closed;
  return Buffer.concat(received).toString('latin1');
}
