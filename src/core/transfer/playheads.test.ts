import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseContentId } from '../ids.ts';
import { Playheads } from './playheads.ts';

const film = parseContentId(`c${'a'.repeat(52)}`);
const other = parseContentId(`c${'b'.repeat(51)}a`);

test('readers of one content take turns, each where it is by then', () => {
  const playheads = new Playheads();
  assert.equal(playheads.next(film), undefined);
  const one = playheads.open(film);
  const two = playheads.open(film);
  one.move(3);
  two.move(90);
  playheads.open(other).move(7);
  assert.deepEqual([playheads.next(film), playheads.next(film), playheads.next(film)], [3, 90, 3]);
  one.move(4);
  assert.deepEqual(new Set([playheads.next(film), playheads.next(film)]), new Set([4, 90]));
  two.close();
  assert.deepEqual([playheads.next(film), playheads.next(film)], [4, 4]);
  one.close();
  assert.equal(playheads.next(film), undefined);
});

test('tells of each move, and of none that is none', () => {
  const playheads = new Playheads();
  const told: number[] = [];
  const unlisten = playheads.onMoved(film, (piece) => told.push(piece));
  const head = playheads.open(film);
  for (const piece of [0, 0, 5, 5, 1]) head.move(piece);
  unlisten();
  head.move(8);
  assert.deepEqual(told, [0, 5, 1]);
});

test('of many readers the newest are heeded', () => {
  const playheads = new Playheads();
  for (let piece = 0; piece < 100; piece++) playheads.open(film).move(piece);
  const heeded = playheads.of(film);
  assert.equal(heeded.length, 16);
  assert.ok(heeded.includes(99) && !heeded.includes(0));
});
