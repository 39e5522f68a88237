import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';

import type { ContentId } from '../../src/core/ids.ts';
import { CONTENTS_PATH, formatContentList } from '../../src/wire/http/contents-request.ts';
import { bytesOf, downloader, seeder, StandInTracker, until } from './download-network.ts';
import { head, rawConnection, servingPeer } from './upload-fixture.ts';

const MiB = 1024 * 1024;

test('under a limit peers get about the same, however many connections they have', { timeout: 60_000 }, async (t) => {
  const peer = await servingPeer(t);
  const { content } = await peer.serve('film', randomBytes(16 * MiB));
  const rate = 1_500_000;
  peer.uploads.setRates({ all: rate });
  const peers: { readonly begin: () => void; readonly received: () => number }[] = [];
  for (const count of [1, 1, 4]) {
    const { identity, credential } = await peer.member();
    const connections: Awaited<ReturnType<typeof rawConnection>>[] = [];
    for (let i = 0; i < count; i++) connections.push(await rawConnection(t, peer.port, identity));
    peers.push({
      begin: () => {
        for (const { socket } of connections) socket.write(head(`/v1/content/${content}`, credential));
      },
      received: () => connections.reduce((sum, { received }) => sum + received().length, 0),
    });
  }
  const begun = performance.now();
  // At the same time: to make a member takes a while.
  for (const { begin } of peers) begin();
  const total = () => peers.reduce((sum, { received }) => sum + received(), 0);
  while (total() < 4 * MiB) await new Promise((resolve) => setTimeout(resolve, 50));
  const got = peers.map(({ received }) => received());
  const seconds = (performance.now() - begun) / 1000;
  const mean = got.reduce((sum, bytes) => sum + bytes, 0) / got.length;
  for (const bytes of got) assert.ok(Math.abs(bytes / mean - 1) < 0.2, got.join(', '));
  assert.ok(mean * 3 < rate * (seconds + 0.2) * 1.05, `${mean * 3} bytes in ${seconds} s`);
});

test(
  'a limit for each peer holds for small contents, too, and can be lifted meanwhile',
  { timeout: 60_000 },
  async (t) => {
    const peer = await servingPeer(t);
    const { content } = await peer.serve('small', randomBytes(32 * 1024));
    peer.uploads.setRates({ perPeer: 64_000 });
    const { identity, credential } = await peer.member();
    const { socket, received, until: untilText } = await rawConnection(t, peer.port, identity);
    const begun = performance.now();
    for (let i = 0; i < 200; i++) socket.write(head(`/v1/content/${content}`, credential));
    while (received().length < 128 * 1024) await new Promise((resolve) => setTimeout(resolve, 20));
    const seconds = (performance.now() - begun) / 1000;
    assert.ok(received().length < 64_000 * (seconds + 1.1), `${received().length} in ${seconds} s`);
    peer.uploads.setRates({});
    // It would take 100 s more.
    while (received().length < 200 * 32 * 1024) await new Promise((resolve) => setTimeout(resolve, 20));
    socket.write(head('/v1/live', credential));
    await untilText('live');
  },
);

test('a batch of small contents flows within the limit, and not all at once', { timeout: 60_000 }, async (t) => {
  const peer = await servingPeer(t);
  const contents: ContentId[] = [];
  for (let i = 0; i < 8; i++) contents.push((await peer.serve(`f${i}`, randomBytes(128 * 1024))).content);
  const rate = 128_000;
  peer.uploads.setRates({ all: rate });
  const { identity, credential } = await peer.member();
  const { socket, received } = await rawConnection(t, peer.port, identity);
  const list = formatContentList(contents);
  const begun = performance.now();
  socket.write(`${head(CONTENTS_PATH, credential, `Content-Length: ${list.length}`).replace('GET', 'POST')}${list}`);
  while (received().length < 128 * 1024) await new Promise((resolve) => setTimeout(resolve, 20));
  const seconds = (performance.now() - begun) / 1000;
  assert.ok(received().length < rate * (seconds + 1.1), `${received().length} in ${seconds} s`);
  peer.uploads.setRates({});
  while (received().length < MiB) await new Promise((resolve) => setTimeout(resolve, 20));
});

test(
  'downloads keep to their limit, from several files at once, and to none when it is lifted',
  { timeout: 90_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const [one, two] = [await seeder(t, tracker, { name: 'one' }), await seeder(t, tracker, { name: 'two' })];
    const jobs = [await one.add('a', bytesOf(24 * MiB, 1)), await two.add('b', bytesOf(24 * MiB, 2))];
    const { service } = await downloader(t, tracker);
    const rate = 1_000_000;
    service.setRates({ all: rate });
    const ids: string[] = [];
    const begun = performance.now();
    for (const content of jobs) {
      ids.push((await service.add({ target: { kind: 'content', content, size: 24 * MiB, name: content } })).id);
    }
    const done = () => service.jobs().reduce((sum, { bytesDone }) => sum + bytesDone, 0);
    while (done() < 4 * MiB) await new Promise((resolve) => setTimeout(resolve, 50));
    const [bytes, seconds] = [done(), (performance.now() - begun) / 1000];
    assert.ok(bytes < rate * (seconds + 0.3) * 1.05, `${bytes} in ${seconds} s`);
    service.setRates({});
    for (const id of ids) assert.equal((await service.wait(id)).state, 'done');
    assert.equal(
      service.jobs().reduce((sum, { bytesReceived }) => sum + bytesReceived, 0),
      48 * MiB,
    );
  },
);

test('the lowest limit ends no transfer, though both sides are impatient', { timeout: 90_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const size = 320 * 1024;
  const content = await source.add('a', bytesOf(size));
  // Reading pauses for longer than this.
  const { service } = await downloader(t, tracker, { receive: { stallMs: 700, minBytesPerSecond: 1024 } });
  service.setRates({ perPeer: 32_000 });
  const job = await service.add({ target: { kind: 'content', content, size, name: 'a' } });
  await until(service, job.id, ({ bytesDone }) => bytesDone >= 256 * 1024);
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.bytesReceived], ['done', size], 'nothing came twice');
});
