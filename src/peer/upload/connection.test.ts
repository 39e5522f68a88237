import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { Duplex } from 'node:stream';
import { Connection } from './connection.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function make() {
  const socket = new TLSSocket(new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() }));
  socket.on('error', () => {});
  return new Connection(socket, undefined);
}

test('runs requests one after the other', async () => {
  const connection = make();
  const order: string[] = [];
  const ends: (() => void)[] = [];
  for (const name of ['a', 'b']) {
    connection.enqueue(async () => {
      order.push(`${name} begins`);
      await new Promise<void>((resolve) => ends.push(resolve));
      order.push(`${name} ends`);
    });
  }
  await turn();
  ends.shift()?.();
  await turn();
  ends.shift()?.();
  await turn();
  assert.deepEqual(order, ['a begins', 'a ends', 'b begins', 'b ends']);
});

test('looks at no further request while answers of more than 512 KiB wait to be taken', async () => {
  const connection = make();
  const responses = Array.from({ length: 20 }, () => new EventEmitter() as ServerResponse);
  let answered = 0;
  for (const response of responses) {
    connection.enqueue(async () => {
      connection.handedOver(response, 64 * 1024);
      answered++;
    });
  }
  await turn();
  assert.equal(answered, 9);
  responses[0]?.emit('close');
  await turn();
  assert.equal(answered, 10);
  for (const response of responses) response.emit('close');
  await turn();
  assert.ok(answered > 10);
});

test('closes a connection that piles up requests past all measure', () => {
  const connection = make();
  for (let i = 0; i < 5_000; i++) connection.enqueue(() => new Promise(() => {}));
  assert.ok(connection.socket.destroyed);
});
