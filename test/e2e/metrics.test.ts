import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect as connectTls } from 'node:tls';

import { loadIdentity } from '../../src/net/identity/identity.ts';
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

/** Resolves to true where nothing listens any more. */
async function refuses(port: number): Promise<true | undefined> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return undefined;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}

test(
  'a tracker that was told to stop says that it is not ready for as long as it answers what had begun',
  {
    timeout: 120_000,
  },
  async (t) => {
    const machine = await Machine.make(t);
    const [port, metrics] = [await freePort(), await freePort()];
    const where = ['--host', '127.0.0.1', '--tracker-port', String(port), '--metrics-port', String(metrics)];
    const { child } = await machine.start('tracker', ...where);
    const health = async (what: string) => (await fetch(`http://127.0.0.1:${metrics}/health/${what}`)).status;
    assert.equal(await health('ready'), 200);

    // A request whose end is still to come keeps the tracker.
    const { key, cert } = await loadIdentity(machine.path('somebody'));
    const slow = connectTls({ host: '127.0.0.1', port, key, cert, rejectUnauthorized: false, servername: 'ayni' });
    t.after(() => slow.destroy());
    await once(slow, 'secureConnect');
    const body = JSON.stringify({ name: 'somebody', secret: 'of no invite' });
    const head = `POST /v1/join HTTP/1.1\r\nHost: tracker\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
    slow.write(`${head}Expect: 100-continue\r\n\r\n`);
    assert.match(String(await once(slow, 'data')), /^HTTP\/1\.1 100 /);

    const ended = stop(child, 'SIGTERM');
    const status = await until(async () => {
      const answer = await health('ready');
      return answer === 200 ? undefined : answer;
    });
    assert.equal(status, 503);
    assert.equal(await health('live'), 200);
    // It is not ready from its first step to its end on; the tracker's turn comes later.
    await until(() => refuses(port));
    slow.write(body);
    const answer = String(await once(slow, 'data'));
    assert.match(answer, /^HTTP\/1\.1 4\d\d /);
    assert.match(answer, /^connection: close\r$/im);
    assert.equal(await ended, 0);
    await assert.rejects(health('live'));
  },
);
