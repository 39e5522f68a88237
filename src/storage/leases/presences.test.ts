import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANNA, BEN, PRESENCE, TTL } from '../contract/fixtures.contract.ts';
import { OnlineBoard } from './online-board.ts';
import { Presences } from './presences.ts';

const DAY = 86_400_000;

test('once a clock that was ahead is set back, who is gone is gone after its time to live', () => {
  const presences = new Presences(new OnlineBoard());
  const [anna, ben] = [1, 2];
  presences.grant(anna, ANNA, 'anna', PRESENCE, 2 * DAY, TTL);
  presences.grant(ben, BEN, 'ben', PRESENCE, 2 * DAY, TTL);
  assert.deepEqual(presences.sweep(DAY), []);
  assert.equal(presences.renew(ben, PRESENCE.slots, DAY + TTL / 2, TTL), true);
  assert.equal(presences.online(DAY + TTL - 1), 2);
  assert.deepEqual(presences.sweep(DAY + TTL), [ANNA]);
  assert.equal(presences.live(anna, DAY + TTL), undefined);
  assert.equal(presences.online(DAY + TTL), 1);
});
