import type { Socket } from 'node:net';

/** What every HTTP/2 connection begins with (RFC 9113, 3.4). */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/**
 * Calls `then` when a new connection has shown that it speaks HTTP/2, with nothing taken from it. One that says
 * something else, or not enough within `ms`, is closed.
 */
export function afterPreface(socket: Socket, ms: number, then: () => void): void {
  const overdue = setTimeout(() => socket.destroy(), ms);
  let seen = Buffer.alloc(0);
  const look = (): void => {
    for (let chunk: unknown = socket.read(); Buffer.isBuffer(chunk); chunk = socket.read()) {
      seen = Buffer.concat([seen, chunk]);
    }
    const length = Math.min(seen.length, PREFACE.length);
    if (!seen.subarray(0, length).equals(PREFACE.subarray(0, length))) {
      socket.destroy();
    } else if (length === PREFACE.length) {
      stop();
      socket.unshift(seen);
      then();
    }
  };
  const stop = (): void => {
    clearTimeout(overdue);
    socket.off('readable', look);
    socket.off('close', stop);
  };
  socket.on('readable', look);
  socket.once('close', stop);
  // A connection that ends before it has said enough must not wait for the deadline with half of it closed.
  socket.once('end', () => socket.destroy());
}
