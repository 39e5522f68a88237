import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { AyniError, type ErrorCode } from '../errors.ts';
import { contentIdOfHash, peerIdOf } from '../ids.ts';
import { SourceBook } from './source-book.ts';

const peer = (n: number) => ({ peer: peerIdOf(new Uint8Array(32).fill(n)) });
const content = contentIdOfHash(new Uint8Array(32));
const other = contentIdOfHash(new Uint8Array(32).fill(9));
const error = (code: ErrorCode, context = {}) => new AyniError(code, code, { context });
const [a, b] = [peer(1), peer(2)];

function begin() {
  const clock = new ManualClock();
  const book = new SourceBook(clock);
  const chosen = (sources = [a, b], of = content) => {
    const choice = book.choose(of, sources);
    return choice.kind === 'source' ? choice.source : choice.kind;
  };
  return { clock, book, chosen };
}

test('takes sources in the order of the tracker', () => {
  const { chosen } = begin();
  assert.equal(chosen(), a);
  assert.equal(chosen([b, a]), b);
  assert.equal(chosen([]), 'none');
});

test('never again asks a source that sent wrong bytes, not even when woken', () => {
  const { book, chosen, clock } = begin();
  book.failed(a.peer, content, error('corrupt-piece'));
  assert.equal(chosen(), b);
  book.succeeded(a.peer);
  book.wake();
  clock.advance(3_600_000);
  assert.equal(chosen([a]), 'none');
  assert.equal(chosen([a], other), 'none');
});

test('lets a source rest that failed, longer each time, and takes the next meanwhile', () => {
  const { book, chosen, clock } = begin();
  book.failed(a.peer, content, error('unreachable'));
  assert.equal(chosen(), b);
  assert.equal(chosen([a]), 'rest');
  clock.advance(1000);
  assert.equal(chosen(), a);
  book.failed(a.peer, content, error('unreachable'));
  clock.advance(1999);
  assert.equal(chosen([a]), 'rest');
  clock.advance(1);
  book.succeeded(a.peer);
  book.failed(a.peer, content, error('cut-off'));
  clock.advance(1000);
  assert.equal(chosen(), a);
});

test('counts runs that fail together as one failure', () => {
  const { book, chosen, clock } = begin();
  for (let i = 0; i < 32; i++) book.failed(a.peer, content, error('cut-off'));
  clock.advance(1000);
  assert.equal(chosen(), a);
});

test('asks a busy source again when it said', () => {
  const { book, chosen, clock } = begin();
  book.failed(a.peer, content, error('busy', { position: 3, retryAfter: 7 }));
  assert.equal(chosen(), b);
  const choice = book.choose(content, [a]);
  assert.ok(choice.kind === 'rest' && choice.waitMs === 7000 && choice.why.context['position'] === 3);
  clock.advance(7000);
  assert.equal(chosen(), a);
});

test('asks who lacks one content for the others still', () => {
  const { book, chosen, clock } = begin();
  book.failed(a.peer, content, error('content-changed'));
  assert.equal(chosen([a]), 'none');
  assert.equal(chosen([a], other), a);
  clock.advance(60_000);
  assert.equal(chosen([a]), a);
});

test('asks everybody at once when woken', () => {
  const { book, chosen } = begin();
  book.failed(a.peer, content, error('timeout'));
  assert.equal(chosen([a]), 'rest');
  book.wake();
  assert.equal(chosen([a]), a);
});

test('does not ask again for what was answered badly, and puts many bad answers down to the peer', () => {
  const { book, chosen } = begin();
  book.failed(a.peer, content, error('bad-answer'));
  assert.equal(chosen([a]), 'none');
  assert.equal(chosen([a], other), a);
  for (let i = 0; i < 8; i++) book.failed(a.peer, contentIdOfHash(new Uint8Array(32).fill(i)), error('bad-answer'));
  assert.equal(chosen([a], other), 'rest');
});
