import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { AyniError } from '../../../core/errors.ts';
import { SILENT } from '../../../core/log.ts';
import { RawServer } from '../test-support/raw-server.ts';
import type { GrpcMethod } from './grpc-answers.ts';
import { GrpcClient, isUnimplemented } from './grpc-client.ts';
import { GrpcServer, type GrpcServerOptions } from './grpc-server.ts';

const ECHO = '/Test/Echo';
const COUNT = '/Test/Count';
const signal = new AbortController().signal;
const CALL = { signal, timeoutMs: 20_000 };

/** Echoes; counts endlessly, in messages of 64 KiB. */
const METHODS: readonly GrpcMethod[] = [
  { path: ECHO, unary: async (message) => Buffer.from(message) },
  {
    path: COUNT,
    stream: async function* () {
      for (;;) yield Buffer.alloc(65_536);
    },
  },
];

function serverOf(options: Partial<GrpcServerOptions> = {}, methods = METHODS): GrpcServer {
  return new GrpcServer({ methods, log: SILENT }, { host: '127.0.0.1', port: 0, maxConnections: 10, ...options });
}

async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Fails where the connection stays open: the test's own time runs out then. */
async function closed(socket: Socket): Promise<void> {
  socket.resume();
  if (!socket.destroyed) await once(socket, 'close');
}

async function echoes(port: number): Promise<void> {
  using client = await GrpcClient.open('127.0.0.1', port, { maxMessage: 1_000 });
  assert.deepEqual(await client.unary(ECHO, Buffer.from('here'), CALL), Buffer.from('here'));
}

for (const [what, bytes] of [
  ['binary noise', Buffer.from('ff00fe01fd02fc03'.repeat(10), 'hex')],
  ['a request of HTTP/1.1', Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n')],
  [
    'noise after the preface',
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff', 'latin1'),
  ],
] as const) {
  test(`closes a connection that says ${what}, and serves others`, async () => {
    await using server = serverOf();
    const port = await server.start();
    const socket = await connected(port);
    socket.write(bytes);
    await closed(socket);
    await echoes(port);
  });
}

for (const said of ['', 'PRI * HTT']) {
  test(`closes a connection that says "${said}" and no more`, async () => {
    await using server = serverOf({ requestMs: 50 });
    const socket = await connected(await server.start());
    socket.write(said);
    await closed(socket);
  });
}

test('takes a preface byte by byte', async () => {
  await using server = serverOf();
  const socket = await connected(await server.start());
  for (const byte of Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')) {
    socket.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.write(Buffer.from('000000040000000000', 'hex'));
  const [answer] = await once(socket, 'data');
  // A SETTINGS frame: type 4 at offset 3.
  assert.equal((answer as Buffer)[3], 4);
  socket.destroy();
});

test('ends a call whose request stops in the middle', async () => {
  await using server = serverOf({ requestMs: 50 });
  const session = connectHttp2(`http://127.0.0.1:${await server.start()}`);
  const call = session.request({
    ':method': 'POST',
    ':path': ECHO,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  call.write(Buffer.from([0, 0, 0, 0, 9, 1, 2]));
  const [headers] = await once(call, 'response');
  assert.equal((headers as Record<string, unknown>)['grpc-status'], '4');
  session.destroy();
});

test('refuses a request over its limit, and a method that is not there', async () => {
  await using server = serverOf({ maxRequest: 100 });
  using client = await GrpcClient.open('127.0.0.1', await server.start(), { maxMessage: 1_000 });
  await assert.rejects(client.unary(ECHO, Buffer.alloc(101), CALL), { code: 'too-large' });
  await assert.rejects(client.unary('/Test/Nothing', Buffer.alloc(0), CALL), isUnimplemented);
});

test('tells a caller what failed, but nothing of a bug', async () => {
  const methods: readonly GrpcMethod[] = [
    { path: '/Test/Known', unary: async () => Promise.reject(new AyniError('not-found', 'File not found')) },
    { path: '/Test/Bug', unary: async () => Promise.reject(new Error('secret')) },
    {
      path: '/Test/Late',
      stream: async function* () {
        yield Buffer.from('one');
        throw new AyniError('content-changed', 'It changed.');
      },
    },
  ];
  await using server = serverOf({}, methods);
  using client = await GrpcClient.open('127.0.0.1', await server.start(), { maxMessage: 1_000 });
  await assert.rejects(client.unary('/Test/Known', Buffer.alloc(0), CALL), {
    code: 'not-found',
    message: /status 5: File not found$/,
  });
  await assert.rejects(client.unary('/Test/Bug', Buffer.alloc(0), CALL), { message: /status 13: Internal error$/ });
  const read: string[] = [];
  await assert.rejects(
    async () => {
      for await (const message of client.stream('/Test/Late', Buffer.alloc(0), CALL)) read.push(message.toString());
    },
    { message: /status 10: It changed\.$/ },
  );
  assert.deepEqual(read, ['one']);
});

test('ends what makes the messages when the caller stops reading, and its signal', async () => {
  let over: AbortSignal | undefined;
  const ended = Promise.withResolvers<void>();
  const methods: readonly GrpcMethod[] = [
    {
      path: COUNT,
      stream: async function* (_message, call) {
        over = call.signal;
        try {
          for (;;) yield Buffer.alloc(65_536);
        } finally {
          ended.resolve();
        }
      },
    },
  ];
  await using server = serverOf({}, methods);
  using client = await GrpcClient.open('127.0.0.1', await server.start(), { maxMessage: 100_000 });
  for await (const message of client.stream(COUNT, Buffer.alloc(0), CALL)) {
    assert.equal(message.length, 65_536);
    break;
  }
  await ended.promise;
  assert.equal(over?.aborted, true);
});

test('aborts the signal of a unary call also when it was answered', async () => {
  const over = Promise.withResolvers<void>();
  const unary: GrpcMethod = {
    path: ECHO,
    unary: async (message, call) => {
      call.signal.addEventListener('abort', () => over.resolve());
      return Buffer.from(message);
    },
  };
  await using server = serverOf({}, [unary]);
  await echoes(await server.start());
  await over.promise;
});

for (const path of [COUNT, '/Test/Large'] as const) {
  test(`closes the connection of who calls ${path} and takes nothing`, async () => {
    const large: GrpcMethod = { path: '/Test/Large', unary: async () => Buffer.alloc(8 * 1024 * 1024) };
    await using server = serverOf({ stallMs: 100 }, [...METHODS, large]);
    const port = await server.start();
    const session = connectHttp2(`http://127.0.0.1:${port}`).on('error', () => undefined);
    const call = session.request({
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    call.on('error', () => undefined).pause();
    call.end(Buffer.from([0, 0, 0, 0, 0]));
    await new Promise((resolve) => session.once('close', resolve));
    await echoes(port);
  });
}

test('has 500 connections at once, and closes the one over its limit', async () => {
  await using server = serverOf({ maxConnections: 500 });
  const port = await server.start();
  const clients = await Promise.all(
    Array.from({ length: 500 }, () => GrpcClient.open('127.0.0.1', port, { maxMessage: 1_000 })),
  );
  try {
    const answers = await Promise.all(clients.map((client) => client.unary(ECHO, Buffer.from('here'), CALL)));
    assert.equal(answers.filter((answer) => answer.toString() === 'here').length, 500);
    await closed(await connected(port));
  } finally {
    for (const client of clients) client[Symbol.dispose]();
  }
});

test('does not wait for calls when it is disposed', async () => {
  const server = serverOf();
  using client = await GrpcClient.open('127.0.0.1', await server.start(), { maxMessage: 100_000 });
  const messages = client.stream(COUNT, Buffer.alloc(0), CALL);
  await messages.next();
  await server[Symbol.asyncDispose]();
  await assert.rejects(async () => {
    for await (const message of messages) assert.ok(message);
  }, AyniError);
});

test('says which port is taken', async () => {
  await using first = serverOf();
  const port = await first.start();
  await using second = serverOf({ port });
  await assert.rejects(second.start(), { code: 'port-in-use' });
});

test('says that nobody answers, within the time that is given', async () => {
  const server = serverOf();
  const port = await server.start();
  await server[Symbol.asyncDispose]();
  using client = await GrpcClient.open('127.0.0.1', port, { maxMessage: 1_000 });
  await assert.rejects(client.unary(ECHO, Buffer.alloc(0), CALL), { code: 'unreachable' });
});

test('gives up on a server that accepts and says nothing', async () => {
  await using silent = new RawServer();
  using client = await GrpcClient.open('127.0.0.1', await silent.start(), { maxMessage: 1_000 });
  await assert.rejects(client.unary(ECHO, Buffer.alloc(0), { signal, timeoutMs: 100 }), { code: 'timeout' });
  await assert.rejects(client.stream(COUNT, Buffer.alloc(0), { signal, timeoutMs: 100 }).next(), { code: 'timeout' });
});

test('closes the connection whose requests take the room of all, and serves others', async () => {
  await using server = serverOf({ maxRequest: 1_000_000, requestBytes: 2_000_000 });
  const port = await server.start();
  const session = connectHttp2(`http://127.0.0.1:${port}`).on('error', () => undefined);
  const ended = once(session, 'close');
  const head = Buffer.alloc(5);
  head.writeUInt32BE(900_000, 1);
  for (let call = 0; call < 5; call++) {
    const stream = session.request({
      ':method': 'POST',
      ':path': ECHO,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    stream.on('error', () => undefined);
    // Each lacks its end.
    stream.write(Buffer.concat([head, Buffer.alloc(800_000)]));
  }
  await echoes(port);
  await ended;
  await echoes(port);
});

test('one connection may send far more than the room, one request after the other', async () => {
  let connections = 0;
  const watch = { connected: () => connections++, ended() {}, refused() {}, asked() {} };
  await using server = serverOf({ maxRequest: 1_000_000, requestBytes: 2_000_000, watch });
  using client = await GrpcClient.open('127.0.0.1', await server.start(), { maxMessage: 1_000_000 });
  const message = Buffer.alloc(900_000);
  for (let call = 0; call < 8; call++) {
    assert.ok((await client.unary(ECHO, message, CALL)).equals(message));
    // The room is looked at now and then.
    await sleep(30);
  }
  assert.equal(connections, 1);
});
