import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { Machine, stop } from './cli-support.ts';

const DASHBOARD = join(import.meta.dirname, '../../docs/operations/grafana-dashboard.json');

test('a daemon exports every metric that the dashboard shows', { timeout: 60_000 }, async (t) => {
  const one = await Machine.make(t);
  const port = await freePort();
  const own = ['--tracker-port', String(await freePort()), '--port', String(await freePort())];
  const { child } = await one.start('up', '--host', '127.0.0.1', ...own, '--metrics-port', String(port));
  const signal = AbortSignal.timeout(20_000);
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { signal })).text();
  const dashboard = await readFile(DASHBOARD, 'utf8');
  assert.ok(typeof JSON.parse(dashboard) === 'object');
  const named = new Set(dashboard.match(/\bayni_\w+/g));
  assert.ok(named.size >= 15);
  for (const name of named) assert.match(text, new RegExp(`^${name}[ {]`, 'm'), name);
  assert.match(
    text,
    /^ayni_tracker_requests_total\{front_end="rest",operation="[A-Z]+ \/v1\/[^"]+",outcome="20\d"\} [1-9]/m,
  );
  assert.equal((await fetch(`http://127.0.0.1:${port}/health/ready`, { signal })).status, 200);
  assert.equal(await stop(child, 'SIGTERM'), 0);
});
