import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { peerIdOf, type PeerId } from '../ids.ts';
import { UploadSlots, type SlotGrant, type UploadSlotsOptions } from './upload-slots.ts';

const peer = (number: number): PeerId => peerIdOf(new Uint8Array(32).fill(number));
const [ANN, BEN, CAT, DAN] = [peer(1), peer(2), peer(3), peer(4)] as const;

function make(options: Partial<UploadSlotsOptions> = {}) {
  const clock = new ManualClock();
  const slots = new UploadSlots(clock, { total: 1, ...options });
  const granted = (who: PeerId): SlotGrant => {
    const answer = slots.ask(who);
    assert.ok(answer.granted);
    return answer;
  };
  const position = (who: PeerId): number => {
    const answer = slots.ask(who);
    return answer.granted ? 0 : answer.position;
  };
  return { clock, slots, granted, position };
}

test('serves up to the number of slots and tells the others their position', () => {
  const { slots, granted, position } = make({ total: 2 });
  granted(ANN);
  granted(BEN);
  assert.deepEqual(slots.slots(), { total: 2, free: 0 });
  assert.equal(position(CAT), 1);
  assert.equal(position(DAN), 2);
  assert.equal(position(CAT), 1);
  assert.equal(slots.waiting, 2);
});

test('keeps the slot of a peer for its next request, for the grace only', () => {
  const { clock, granted, position } = make({ graceMs: 2_000 });
  granted(ANN).release();
  clock.advance(1_999);
  assert.equal(position(BEN), 1);
  granted(ANN).release();
  clock.advance(2_000);
  assert.equal(position(BEN), 0);
});

test('never takes a slot away from a peer that has a request running', () => {
  const { clock, granted, position } = make();
  const first = granted(ANN);
  granted(ANN);
  first.release();
  clock.advance(3_600_000);
  assert.equal(position(BEN), 1);
});

test('counts a release once, however often it is called', () => {
  const { clock, granted, position } = make();
  const first = granted(ANN);
  granted(ANN);
  first.release();
  first.release();
  clock.advance(10_000);
  assert.equal(position(BEN), 1);
});

test('gives a free slot to the head of the queue, not to who happens to ask first', () => {
  const { clock, granted, position } = make();
  const running = granted(ANN);
  assert.equal(position(BEN), 1);
  assert.equal(position(CAT), 2);
  running.release();
  clock.advance(2_500);
  assert.equal(position(CAT), 2);
  assert.equal(position(DAN), 3);
  assert.equal(position(BEN), 0);
});

test('keeps a place for 30 s after its peer last asked, and no longer', () => {
  const { clock, granted, position } = make();
  granted(ANN);
  position(BEN);
  position(CAT);
  for (let i = 0; i < 3; i++) {
    clock.advance(10_000);
    position(CAT);
  }
  assert.equal(position(CAT), 2);
  clock.advance(1);
  assert.equal(position(CAT), 1);
});

test('lets the next one pass a head that does not come for its slot, and keeps its place', () => {
  const { clock, granted, position } = make();
  const running = granted(ANN);
  position(BEN);
  position(CAT);
  running.release();
  clock.advance(6_000);
  const passing = granted(CAT);
  assert.equal(position(BEN), 1);
  passing.release();
  clock.advance(2_000);
  assert.equal(position(BEN), 0);
});

test('caps the requests of one peer and the peers that wait', () => {
  const { slots, granted, position } = make({ perPeer: 2, maxWaiting: 1 });
  granted(ANN);
  granted(ANN);
  assert.equal(slots.ask(ANN).granted, false);
  assert.equal(position(BEN), 1);
  assert.equal(position(CAT), 2);
  assert.equal(slots.waiting, 1);
});

test('forgets a peer that is dropped, and its late release changes nothing', () => {
  const { slots, granted, position } = make();
  const running = granted(ANN);
  slots.drop(ANN);
  assert.equal(position(BEN), 0);
  running.release();
  assert.equal(position(CAT), 1);
});

test('holds its promises whatever happens in whatever order', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('ask' as const), who: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ do: fc.constant('release' as const), which: fc.nat(50) }),
    fc.record({ do: fc.constant('drop' as const), who: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 300, size: 'max' }), (total, steps) => {
      const { clock, slots } = make({ total, perPeer: 3, maxWaiting: 4 });
      let running: { who: number; grant: SlotGrant }[] = [];
      for (const next of steps) {
        if (next.do === 'pass') clock.advance(next.ms);
        else if (next.do === 'drop') {
          slots.drop(peer(next.who));
          running = running.filter(({ who }) => who !== next.who);
        } else if (next.do === 'release') {
          const [ended] = running.splice(next.which % Math.max(1, running.length), 1);
          ended?.grant.release();
        } else {
          const free = slots.slots().free;
          const { waiting } = slots;
          const answer = slots.ask(peer(next.who));
          if (answer.granted) running.push({ who: next.who, grant: answer });
          else {
            assert.ok(answer.position >= 1 && answer.position <= 5);
            assert.ok(answer.retryAfter >= 1 && answer.retryAfter <= 10);
            const atItsCap = running.filter(({ who }) => who === next.who).length === 3;
            assert.ok(atItsCap || waiting > 0 || free === 0, 'refused although a slot was free and nobody waited');
          }
        }
        const served = new Set(running.map(({ who }) => who));
        assert.ok(served.size <= total, 'more peers are served than there are slots');
        for (const who of served) assert.ok(running.filter((one) => one.who === who).length <= 3);
        assert.ok(slots.slots().free <= total - served.size);
        assert.ok(slots.waiting <= 4);
      }
      // Nobody is left behind: when all is released, everybody who asks on is served in the end.
      for (const { grant } of running) grant.release();
      const unserved = new Set([1, 2, 3, 4, 5, 6, 7, 8]);
      for (let round = 0; round < 40 && unserved.size > 0; round++) {
        for (const who of unserved) {
          const answer = slots.ask(peer(who));
          if (!answer.granted) continue;
          answer.release();
          unserved.delete(who);
        }
        clock.advance(2_000);
      }
      assert.equal(unserved.size, 0);
    }),
  );
});
