import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { AyniError } from '../../core/errors.ts';
import { Outlet } from './outlet.ts';

/** The response to a requester that never takes anything. */
async function untaken(t: TestContext): Promise<ServerResponse> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1').pause();
  socket.on('error', () => {});
  t.after(() => {
    socket.destroy();
    server.close();
  });
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return new Promise((resolve) => server.once('request', (_request, response) => resolve(response)));
}

/** Writes until the connection takes no more. */
async function fill(outlet: Outlet): Promise<void> {
  for (;;) await outlet.write(Buffer.alloc(128 * 1024));
}

test('destroys the connection of a requester that does not take what was written in time', async (t) => {
  const response = await untaken(t);
  await assert.rejects(fill(new Outlet(response, 100)), (error) => AyniError.is(error, 'cut-off'));
});

test('fails a write whose connection is closed, and ends without waiting for it', async (t) => {
  const response = await untaken(t);
  const outlet = new Outlet(response, 60_000);
  const filling = fill(outlet);
  setImmediate(() => response.socket?.destroy());
  await assert.rejects(filling, (error) => AyniError.is(error, 'cut-off'));
  await assert.rejects(outlet.write(Buffer.alloc(1)), (error) => AyniError.is(error, 'cut-off'));
  await outlet.end();
});
