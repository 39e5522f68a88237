import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  bytesOf,
  downloader,
  idOf,
  seeder,
  StandInTracker,
  until,
} from '../../../test/adversarial/download-network.ts';
import { oddSource } from '../../../test/adversarial/download-sources.ts';
import type { Job } from './job.ts';

test('jobs run in their order, which can be changed and is kept', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const slow = await oddSource(t, tracker, bytesOf(4_000_000, 50), { delayMs: 300 });
  const source = await seeder(t, tracker);
  const peer = await downloader(t, tracker, { concurrent: 1 });
  const add = async (name: string, content = slow.content) =>
    (await peer.service.add({ target: { kind: 'content', content, name } })).id;
  const first = await add('0');
  await until(peer.service, first, ({ state }) => state === 'running');
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c', 'd'])
    ids.push(await add(name, await source.add(name, bytesOf(1000, name.charCodeAt(0)))));
  const [a = '', b = '', c = '', d = ''] = ids;
  peer.service.move(d, 'first');
  peer.service.move(a, 'last');
  peer.service.move(c, 'up');
  const names = (jobs: readonly Job[]) => jobs.map(({ name }) => name).join('');
  // What runs is in the order, too, and goes on though it is not the first.
  assert.equal(names(peer.service.jobs()), 'd0cba');
  await peer.service.pause(d);
  const begun: string[] = [];
  peer.service.onChange(({ name, state }) => {
    if (state === 'running' && name !== '0' && !begun.includes(name)) begun.push(name);
  });
  slow.behave({});
  for (const id of [first, a, b, c]) await peer.service.wait(id);
  assert.equal(begun.join(''), 'cba');
  const service = await peer.restart();
  assert.equal(names(service.jobs()), 'd0cba', 'the order is kept');
  await service.resume(d);
  assert.equal((await service.wait(d)).state, 'done');
  assert.throws(() => service.move(a, 'first'), /waits for nothing/);
  assert.throws(() => service.move('nothing', 'first'), /There is no download/);
});

test('what nobody has keeps no place, and begins by itself when somebody has it', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { service } = await downloader(t, tracker, { concurrent: 1 });
  const wanted = bytesOf(3_000_000, 61);
  const job = await service.add({ target: { kind: 'content', content: idOf(wanted), size: wanted.length, name: 'w' } });
  const waiting = await until(service, job.id, ({ reason }) => reason?.code === 'no-sources');
  assert.equal(waiting.state, 'waiting');
  const other = await source.add('other', bytesOf(1000, 62));
  const next = await service.add({ target: { kind: 'content', content: other, name: 'other' } });
  assert.equal((await service.wait(next.id)).state, 'done');
  assert.equal(service.jobs()[0]?.state, 'waiting');
  await source.add('wanted', wanted);
  assert.equal((await service.wait(job.id)).state, 'done');
});

test('more jobs at once run as soon as they may', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const { service } = await downloader(t, tracker, { concurrent: 1 });
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    const { content } = await oddSource(t, tracker, bytesOf(1_000_000, 70 + i), { silent: true });
    ids.push((await service.add({ target: { kind: 'content', content, size: 1_000_000, name: String(i) } })).id);
  }
  await until(service, ids[0] ?? '', ({ state }) => state === 'running');
  const running = () => service.jobs().filter(({ state }) => state === 'running').length;
  assert.equal(running(), 1);
  service.setConcurrent(3);
  for (const id of ids) await until(service, id, ({ state }) => state === 'running');
  assert.equal(running(), 3);
  service.setConcurrent(1);
  assert.equal(running(), 3, 'what runs goes on');
});
