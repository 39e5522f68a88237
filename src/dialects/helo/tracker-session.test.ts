import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { Claims } from './claims.ts';
import { encodeMessage, HeloReader, type HeloFraming } from './codec.ts';
import { TrackerSession } from './tracker-session.ts';

let registry: MemoryRegistry;
let claims: Claims;

beforeEach(() => {
  registry = new MemoryRegistry();
  claims = new Claims(registry);
});

class Talk {
  readonly #session: TrackerSession;
  readonly #framing: HeloFraming;

  constructor(framing: HeloFraming = 'unframed', host = '127.0.0.1', port = 40_000) {
    this.#session = new TrackerSession({ registry, claims, ttlMs: 60_000, remote: { host, port } });
    this.#framing = framing;
  }

  /** The answer as text; of a frame its id and payload. */
  async say(id: string, payload = ''): Promise<string> {
    const [message] = new HeloReader().push(encodeMessage(this.#framing, id, payload));
    assert.ok(message);
    const answer = await this.#session.answer(message);
    if (answer === undefined || this.#framing === 'unframed') return answer?.toString() ?? '';
    const [frame] = new HeloReader().push(answer);
    return `${frame?.id} ${frame?.payload.toString()}`;
  }

  end(): Promise<void> {
    return this.#session.end();
  }
}

const keys = async () => (await registry.peers()).map(({ key }) => key);
const names = async () => (await registry.files()).map(({ name }) => name);

test('a peer says hello, announces, is found and leaves', async () => {
  const talk = new Talk();
  assert.equal(await talk.say('HELO', '127.0.0.1:9997'), 'ACKN 127.0.0.1:9997\n');
  assert.equal(await talk.say('ADDF', 'a.txt  b.txt a:1'), 'ACKN 3\n');
  assert.equal(await talk.say('RQFS', '.txt'), 'RPFL 2 a.txt:127.0.0.1:9997 b.txt:127.0.0.1:9997\n');
  assert.equal(await talk.say('RQFS', 'zzz'), 'RPFL 0\n');
  assert.equal(await talk.say('QUIT', 'listado'), 'ACKN\n');
  assert.deepEqual([await keys(), await names()], [[], []]);
});

test('frames are answered with frames, and carry names with spaces', async () => {
  const talk = new Talk('framed');
  assert.equal(await talk.say('HELO', 'peer.example:9997'), 'ACKN peer.example:9997');
  assert.equal(await talk.say('ADDF', 'my file.txt\n100%.txt\n'), 'ACKN 2');
  assert.equal(await talk.say('RQFS'), 'RPFL my file.txt\tpeer.example:9997\n100%.txt\tpeer.example:9997');
  assert.equal(await talk.say('RQFS', 'zzz'), 'RPFL ');
  assert.equal(await talk.say('QUIT'), 'ACKN ');
});

test('hello without an address is for the connection, until it ends', async () => {
  const talk = new Talk('unframed', '127.0.0.1', 41_000);
  assert.equal(await talk.say('HELO', 'hi'), 'ACKN 127.0.0.1:41000\n');
  assert.deepEqual(await keys(), ['127.0.0.1:41000']);
  await talk.end();
  assert.deepEqual(await keys(), []);
  const quits = new Talk('unframed', '127.0.0.1', 41_001);
  await quits.say('HELO', 'hi');
  assert.equal(await quits.say('QUIT', 'listado'), 'ACKN\n');
  assert.deepEqual(await keys(), []);
});

test('a peer with an address stays when its connection ends', async () => {
  const talk = new Talk();
  await talk.say('HELO', '127.0.0.1:9997');
  await talk.say('ADDF', 'a.txt');
  await talk.end();
  assert.deepEqual(await names(), ['a.txt']);
});

test('answers what it cannot handle with its code', async () => {
  const talk = new Talk();
  assert.match(await talk.say('ADDF', 'a.txt'), /^ERRR NOHI .*\n$/);
  assert.match(await talk.say('QUIT'), /^ERRR NOHI .*\n$/);
  assert.match(await talk.say('REQF', 'a.txt'), /^ERRR BADM .*\n$/);
  assert.match(await talk.say('helo', 'hi'), /^ERRR BADM .*\n$/);
  assert.match(await new Talk('framed').say('HELO', 'hi'), /^ERRR BADM /);
  assert.match(await new Talk('framed').say('HELO', 'host:70000'), /^ERRR BADM /);
  assert.equal(await talk.say('ERRR', 'BADM what?'), '');
  assert.equal(await talk.say('HELO', '127.0.0.1:9997'), 'ACKN 127.0.0.1:9997\n');
});

test('a peer that the registry dropped is told to say hello again', async () => {
  const talk = new Talk();
  await talk.say('HELO', '127.0.0.1:9997');
  await registry.leave('127.0.0.1:9997');
  assert.match(await talk.say('ADDF', 'a.txt'), /^ERRR NOHI /);
});

test('a list that a frame cannot hold is too big, unframed it comes whole', async () => {
  const framed = new Talk('framed');
  await framed.say('HELO', '127.0.0.1:9997');
  const long = Array.from({ length: 8_000 }, (_, i) => `${i}-${'x'.repeat(100)}`);
  await framed.say('ADDF', long.join('\n'));
  await framed.say('ADDF', long.map((name) => `${name}.b`).join('\n'));
  assert.match(await framed.say('RQFS', 'x'), /^ERRR TOOB /);
  const [head, , ...pairs] = (await new Talk().say('RQFS', 'x')).split(' ');
  assert.deepEqual([head, pairs.length], ['RPFL', 16_000]);
});

test('nobody speaks for a peer whose connection is open, or from elsewhere', async () => {
  const victim = new Talk();
  await victim.say('HELO', '127.0.0.1:9997');
  await victim.say('ADDF', 'a.txt');
  assert.match(await new Talk().say('HELO', '127.0.0.1:9997'), /^ERRR BADM /);
  await victim.end();
  assert.match(await new Talk('unframed', '192.0.2.7').say('HELO', '127.0.0.1:9997'), /^ERRR BADM /);
  assert.deepEqual(await names(), ['a.txt']);
  // The same program, started again.
  const again = new Talk();
  assert.equal(await again.say('HELO', '127.0.0.1:9997'), 'ACKN 127.0.0.1:9997\n');
  await again.say('QUIT');
  assert.deepEqual(await names(), []);
  assert.equal(await new Talk('unframed', '192.0.2.7').say('HELO', '127.0.0.1:9997'), 'ACKN 127.0.0.1:9997\n');
});

test('a connection keeps nobody from an address that the registry no longer knows, or that it said before', async () => {
  const squatter = new Talk('framed', '10.0.0.9');
  const owner = new Talk('framed', '10.0.0.1');
  await squatter.say('HELO', '10.0.0.1:9997');
  assert.equal(await owner.say('HELO', '10.0.0.1:9997'), 'ERRR BADM 10.0.0.1:9997 is registered by another peer.');
  await registry.leave('10.0.0.1:9997');
  assert.equal(await owner.say('HELO', '10.0.0.1:9997'), 'ACKN 10.0.0.1:9997');
  assert.equal(await squatter.say('HELO', '10.0.0.1:9997'), 'ERRR BADM 10.0.0.1:9997 is registered by another peer.');
  // It is nobody any more, and takes nothing away.
  assert.equal(await squatter.say('QUIT'), 'ERRR NOHI Say HELO first.');
  assert.deepEqual(await keys(), ['10.0.0.1:9997']);
  const next = new Talk('framed', '10.0.0.2');
  for (const address of ['10.0.0.2:9997', '10.0.0.3:9997']) await squatter.say('HELO', address);
  assert.equal(await next.say('HELO', '10.0.0.2:9997'), 'ACKN 10.0.0.2:9997');
});

test('of two that say the same address at once one speaks for it', async () => {
  const talks = [new Talk('framed'), new Talk('framed')];
  const answers = await Promise.all(talks.map((talk) => talk.say('HELO', '127.0.0.1:9997')));
  assert.deepEqual(answers.map((answer) => answer.slice(0, 9)).toSorted(), ['ACKN 127.', 'ERRR BADM']);
});

test('nobody speaks for a native peer', async () => {
  registry.addNative({ host: '192.0.2.1', port: 9997, files: [{ name: 'a.txt' }] });
  const talk = new Talk();
  assert.match(await talk.say('HELO', '192.0.2.1:9997'), /^ERRR BADM /);
  assert.match(await talk.say('QUIT'), /^ERRR NOHI /);
  assert.deepEqual(await names(), ['a.txt']);
});

test("a native peer's names are encoded where the line cannot carry them, and found by both forms", async () => {
  registry.addNative({ host: '192.0.2.1', port: 9997, files: [{ name: 'my 1:1 50%.txt' }] });
  const line = 'RPFL 1 my%201%3A1%2050%25.txt:192.0.2.1:9997\n';
  assert.equal(await new Talk().say('RQFS'), line);
  assert.equal(await new Talk().say('RQFS', 'my 1:1'), line);
  assert.equal(await new Talk().say('RQFS', 'my%201%3A1'), line);
  assert.equal(await new Talk('framed').say('RQFS', '50%'), 'RPFL my 1:1 50%.txt\t192.0.2.1:9997');
});

test("a foreign peer's names stay as they were announced", async () => {
  const talk = new Talk();
  await talk.say('HELO', '127.0.0.1:9997');
  await talk.say('ADDF', 'a%20b.txt c:d.txt');
  assert.equal(await talk.say('RQFS'), 'RPFL 2 a%20b.txt:127.0.0.1:9997 c:d.txt:127.0.0.1:9997\n');
  assert.equal(await talk.say('RQFS', 'a%20b'), 'RPFL 1 a%20b.txt:127.0.0.1:9997\n');
  const framed = new Talk('framed');
  await framed.say('HELO', '127.0.0.1:9998');
  await framed.say('ADDF', 'e f.txt');
  assert.equal(await talk.say('RQFS', 'e f'), 'RPFL 1 e%20f.txt:127.0.0.1:9998\n');
});
