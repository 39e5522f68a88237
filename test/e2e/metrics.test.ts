import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { Machine, stop, until } from './cli-support.ts';

const DASHBOARD = join(import.meta.dirname, '../../docs/operations/grafana-dashboard.json');

test('a daemon exports every metric that the dashboard shows', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  const port = await freePort();
  const own = ['--tracker-port', String(await freePort()), '--port', String(await freePort())];
  const [door, peerDoor] = [await freePort(), await freePort()];
  const open = ['--dialect', `rede:${door}:${peerDoor}`, '--allow-unauthenticated'];
  const { child } = await one.start('up', '--host', '127.0.0.1', ...own, ...open, '--metrics-port', String(port));
  const signal = AbortSignal.timeout(20_000);
  // A program of another system asks who is there, and stays.
  const program = connect(door, '127.0.0.1');
  // The daemon breaks it off when it stops.
  program.on('error', () => undefined);
  t.after(() => program.destroy());
  await once(program, 'data');
  program.write('peers');
  const text = await until(async () => {
    const page = await (await fetch(`http://127.0.0.1:${port}/metrics`, { signal })).text();
    return page.includes('verb="peers"') ? page : undefined;
  });
  const dashboard = await readFile(DASHBOARD, 'utf8');
  assert.ok(typeof JSON.parse(dashboard) === 'object');
  const named = new Set(dashboard.match(/\bayni_\w+/g));
  assert.ok(named.size >= 15);
  for (const name of named) assert.match(text, new RegExp(`^${name}[ {]`, 'm'), name);
  for (const line of [
    'ayni_dialect_connections{dialect="rede",side="tracker"} 1',
    'ayni_dialect_connections{dialect="rede",side="peer"} 0',
    'ayni_dialect_refused_connections_total{dialect="rede",side="tracker"} 0',
    'ayni_dialect_requests_total{dialect="rede",side="tracker",verb="peers"} 1',
  ]) {
    assert.ok(text.includes(`${line}\n`), line);
  }
  assert.match(
    text,
    /^ayni_tracker_requests_total\{front_end="rest",operation="[A-Z]+ \/v1\/[^"]+",outcome="20\d"\} [1-9]/m,
  );
  assert.equal((await fetch(`http://127.0.0.1:${port}/health/ready`, { signal })).status, 200);
  assert.equal(await stop(child, 'SIGTERM'), 0);
});
