import { connect, type TLSSocket } from 'node:tls';

import { CONNECTED, type LoadFigures, type LoadOrder, type Operation } from './load-messages.ts';
import { contentNumber, fileNumber, nameNumber } from './synthetic-swarm.ts';

/**
 * A generator of load, in a process of its own: connections that are kept, each with one request at a time, or
 * several that are sent together. Reads as little of an answer as tells where it ends, since what it costs the tracker is
 * what is measured.
 */

/** Entries or holdings of one request. */
const BATCH = 5_000;
/** Contents that one request locates, where it locates many. */
const LOCATED = 100;
/** Before a load that is paced, ms. */
const SETTLE_MS = 1000;
const SLOTS = { total: 8, free: 8 };

function request(method: string, path: string, body?: object): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body);
  const head = [`${method} ${path} HTTP/1.1`, 'Host: tracker', 'Accept: application/json'];
  if (body !== undefined) head.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`);
}

const pick = (count: number): number => Math.floor(Math.random() * count);
const heartbeat = request('POST', '/v1/lease/heartbeat', { slots: SLOTS, revokedVersion: 0 });
const announce = request('PUT', '/v1/lease', {
  endpoints: [{ protocol: 'ayni', port: 7742 }],
  slots: SLOTS,
  agent: 'ayni/bench',
  revokedVersion: 0,
});

/** One connection with its requests. */
class Caller {
  readonly #order: LoadOrder;
  readonly #number: number;
  readonly #requests: Readonly<Record<Operation, () => Buffer>> = {
    heartbeat: () => heartbeat,
    announce: () => announce,
    locate: () => this.#locate(1),
    'locate-many': () => this.#locate(LOCATED),
    search: () => this.#search(),
    publish: () => this.#publish(),
    hold: () => this.#hold(),
  };
  #published = 0;
  #held = 0;

  constructor(order: LoadOrder, number: number) {
    this.#order = order;
    this.#number = number;
  }

  next(operation: Operation): Buffer {
    return this.#requests[operation]();
  }

  #locate(count: number): Buffer {
    const contents = Array.from({ length: count }, () => contentNumber(pick(this.#order.contents)));
    return request('POST', '/v1/locate', { contents });
  }

  #search(): Buffer {
    const [, , file = ''] = nameNumber(pick(this.#order.contents)).split('/');
    const [word = '', , number = ''] = file.split(' ');
    return request('GET', `/v1/search?text=${word}%20${number.split('.')[0]}&limit=50`);
  }

  #publish(): Buffer {
    const { contents, run } = this.#order;
    const first = contents * 2 + (this.#number * 1000 + this.#published++) * BATCH;
    const upsert = Array.from({ length: BATCH }, (_, at) => fileNumber(first + at, `${run}/${nameNumber(first + at)}`));
    const share = `${run} ${this.#number} ${this.#published}`;
    const batch = { share, audience: { kind: 'everyone' }, base: 0, next: 1, full: 'only', upsert, remove: [] };
    return request('POST', '/v1/publish', batch);
  }

  #hold(): Buffer {
    const { contents } = this.#order;
    const first = (this.#number * 100_003 + this.#held++ * BATCH) % contents;
    const upsert = Array.from({ length: BATCH }, (_, at) => ({
      content: contentNumber((first + at) % contents),
      size: 1_000_000,
      pieces: 4,
      audience: { kind: 'everyone' },
    }));
    return request('POST', '/v1/hold', { upsert, remove: [] });
  }
}

/**
 * Calls back with the status of each answer and how long it took, until told otherwise.
 * @returns what ends it where nothing is asked
 */
function converse(
  socket: TLSSocket,
  caller: Caller,
  order: LoadOrder,
  onAnswer: (status: string, ms: number) => boolean,
): () => void {
  let unread = '';
  /** Characters of body that are still to come. */
  let body = 0;
  let missing = 0;
  let goesOn = true;
  let begun = 0;
  let turn = 0;
  const pause = order.rate === undefined ? 0 : (1000 * order.connections * order.ahead) / order.rate;
  // As peers that know nothing of each other: gaps of all lengths.
  const gap = (): number => -Math.log(1 - Math.random()) * pause;
  /** When the next is to be sent, where a rate is given. */
  let due = performance.now() + gap();
  const say = () => {
    const messages = Array.from({ length: order.ahead }, () =>
      caller.next(order.operations[turn++ % order.operations.length] ?? 'heartbeat'),
    );
    missing = messages.length;
    begun = performance.now();
    socket.write(messages.length === 1 ? (messages[0] ?? '') : Buffer.concat(messages));
  };
  socket.on('data', (chunk: Buffer) => {
    const skipped = Math.min(body, chunk.length);
    body -= skipped;
    if (skipped < chunk.length) unread += chunk.toString('latin1', skipped);
    for (let end = unread.indexOf('\r\n\r\n'); end >= 0; end = unread.indexOf('\r\n\r\n')) {
      const head = unread.slice(0, end + 2);
      const status = head.slice(9, 12);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      const there = Math.min(length, unread.length - end - 4);
      const told = status.startsWith('2') ? status : unread.slice(0, end + 4 + there);
      unread = unread.slice(end + 4 + there);
      body = length - there;
      missing--;
      goesOn = onAnswer(told, performance.now() - begun);
    }
    if (missing > 0 || body > 0) return;
    if (!goesOn) socket.end();
    else if (pause === 0) say();
    else sayWhenDue();
  });
  let waiting: NodeJS.Timeout | undefined;
  const sayWhenDue = () => {
    waiting = setTimeout(say, Math.max(0, due - performance.now()));
    // One that came late is not made up for.
    due = Math.max(due, performance.now() - pause) + gap();
  };
  if (pause === 0) say();
  else sayWhenDue();
  return () => {
    clearTimeout(waiting);
    if (missing === 0) socket.end();
  };
}

async function connected({ ports, identities, connections }: LoadOrder): Promise<TLSSocket[]> {
  const sockets: TLSSocket[] = [];
  for (let at = 0; at < connections; at++) {
    const { key, cert } = identities[at % identities.length] ?? { key: '', cert: '' };
    const port = ports[at % ports.length] ?? 0;
    // The tracker is ours, and what is measured is not whether it proves itself.
    const socket = connect({ host: '127.0.0.1', port, key, cert, rejectUnauthorized: false, servername: 'ayni' });
    socket.setNoDelay(true);
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    sockets.push(socket);
  }
  return sockets;
}

async function generate(order: LoadOrder): Promise<LoadFigures> {
  const sockets = await connected(order);
  // What the handshakes left behind is over then.
  if (order.rate !== undefined) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  process.send?.(CONNECTED);
  const times: number[] = [];
  let failures = 0;
  let failure: string | undefined;
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const end = begun + order.seconds * 1000;
  const onAnswer = (status: string, ms: number): boolean => {
    times.push(ms);
    if (!status.startsWith('2')) {
      failures++;
      failure ??= status.slice(0, 600);
    }
    return performance.now() < end;
  };
  const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  const stops = [...sockets.entries()].map(([number, socket]) =>
    converse(socket, new Caller(order, number), order, onAnswer),
  );
  if (order.rate !== undefined) setTimeout(() => stops.forEach((stop) => stop()), order.seconds * 1000);
  await Promise.all(closed);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    requests: times.length,
    failures,
    ...(failure === undefined ? {} : { failure }),
    seconds,
    p50: at(0.5),
    p99: at(0.99),
    cpuSeconds: (user + system) / 1e6,
  };
}

process.on('message', (order: LoadOrder) => {
  void generate(order).then((figures) => process.send?.(figures));
});
