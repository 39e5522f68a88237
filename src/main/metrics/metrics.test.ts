import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test, type TestContext } from 'node:test';

import { AyniError } from '../../core/errors.ts';
import { Counter, type Metric } from '../../core/metrics/metrics.ts';
import { SILENT } from '../../core/log.ts';
import { runningTracker } from '../../../test/support/running-tracker.ts';
import { MetricsServer } from './metrics-server.ts';
import { TrackerMetrics } from './tracker-metrics.ts';

async function served(t: TestContext, metrics: () => Promise<readonly Metric[]>, ready = async () => {}) {
  const server = new MetricsServer({ metrics, ready, log: SILENT }, { port: 0 });
  const { port } = await server.start();
  t.after(() => server[Symbol.asyncDispose]());
  return (path: string, { method = 'GET', host = `127.0.0.1:${port}` } = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, headers: { host }, timeout: 5_000 }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      });
      asked.on('error', reject).end();
    });
}

test('a tracker tells of its swarm, its store and how the store failed, and names no peer', async (t) => {
  const { store, service, identity, member } = await runningTracker(t);
  const as = await member();
  const watched = new TrackerMetrics();
  const timed = watched.timed(store);
  await timed.members();
  // What answers at once is handed through: whoever listens wants to stop listening.
  timed.onEvents(() => undefined)();
  await assert.rejects(timed.admit('unknown', as.peer, 'Ana'), (error) => AyniError.is(error, 'invite-invalid'));
  watched.request('rest', 'GET /v1/stats', '200', 0.003);
  const get = await served(t, () => watched.metrics({ store: timed, service, self: identity.peer }));
  const { status, text } = await get('/metrics');
  assert.equal(status, 200);
  for (const line of [
    'ayni_tracker_requests_total{front_end="rest",operation="GET /v1/stats",outcome="200"} 1',
    'ayni_tracker_request_duration_seconds_bucket{front_end="rest",operation="GET /v1/stats",le="0.0025"} 0',
    'ayni_tracker_request_duration_seconds_bucket{front_end="rest",operation="GET /v1/stats",le="0.005"} 1',
    'ayni_tracker_request_duration_seconds_count{front_end="rest",operation="GET /v1/stats"} 1',
    'ayni_tracker_store_calls_total{operation="members",outcome="ok"} 1',
    'ayni_tracker_store_calls_total{operation="admit",outcome="invite-invalid"} 1',
    'ayni_swarm_members 1',
    'ayni_swarm_event_followers 0',
  ]) {
    assert.ok(text.includes(`${line}\n`), line);
  }
  assert.ok(!text.includes(as.peer));
});

test('health is told, nothing else is there, and a web page under a name of its own gets nothing', async (t) => {
  let isReady = true;
  const get = await served(
    t,
    async () => [],
    async () => {
      if (!isReady) throw new AyniError('io-failed', 'The disk is gone.');
    },
  );
  assert.deepEqual(await get('/health/live'), { status: 200, text: 'live\n' });
  assert.deepEqual(await get('/health/ready'), { status: 200, text: 'ready\n' });
  isReady = false;
  assert.deepEqual(await get('/health/ready'), { status: 503, text: 'not ready\n' });
  assert.equal((await get('/v1/stats')).status, 404);
  assert.equal((await get('/metrics', { method: 'POST' })).status, 405);
  assert.equal((await get('/metrics', { host: 'evil.example' })).status, 403);
});

test('series beyond the cap are counted together, and labels are escaped', () => {
  const counter = new Counter({ name: 'tried_total', help: 'Tries.', labels: ['how'] });
  counter.add(['a "word"\n\\']);
  for (let each = 0; each < 600; each++) counter.add([String(each)]);
  const lines = counter.lines();
  assert.ok(lines.includes(String.raw`tried_total{how="a \"word\"\n\\"} 1`));
  assert.ok(lines.includes('tried_total{how="other"} 101'));
  assert.equal(lines.length, 503);
});
