import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Machine, stop, until } from '../e2e/cli-support.ts';
import { freePort } from '../support/free-port.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';

test(
  'a tracker says that it is not ready while its database is away, and is ready again when that is back',
  { skip: withoutPostgres, timeout: 240_000 },
  async (t) => {
    const server = await PrivatePostgres.start();
    t.after(() => server.remove());
    const store = await server.makeDatabase('network');
    const machine = await Machine.make(t);
    const metrics = await freePort();
    const ports = ['--tracker-port', String(await freePort()), '--metrics-port', String(metrics)];
    const { child } = await machine.start('tracker', '--store', store, '--host', '127.0.0.1', ...ports);
    const health = async (what: string) => (await fetch(`http://127.0.0.1:${metrics}/health/${what}`)).status;
    assert.equal(await health('ready'), 200);
    await server.down();
    assert.equal(await health('ready'), 503);
    assert.equal(await health('live'), 200, 'and is no process to be started anew');
    await server.up();
    await until(async () => ((await health('ready')) === 200 ? true : undefined));
    assert.equal(await stop(child, 'SIGTERM'), 0);
  },
);

test(
  'a tracker that waits for its database to start says that it is there and not ready',
  { skip: withoutPostgres, timeout: 240_000 },
  async (t) => {
    const server = await PrivatePostgres.start();
    t.after(() => server.remove());
    const store = await server.makeDatabase('network');
    await server.down();
    const machine = await Machine.make(t);
    const metrics = await freePort();
    const ports = ['--tracker-port', String(await freePort()), '--metrics-port', String(metrics)];
    const starting = machine.start('tracker', '--store', store, '--host', '127.0.0.1', ...ports);
    // It is awaited below.
    starting.catch(() => undefined);
    const health = (what: string) =>
      fetch(`http://127.0.0.1:${metrics}/health/${what}`).then(
        ({ status }) => status,
        () => undefined,
      );
    assert.equal(await until(() => health('live')), 200);
    assert.equal(await health('ready'), 503);
    await server.up();
    const { child } = await starting;
    assert.equal(await health('ready'), 200);
    assert.equal(await stop(child, 'SIGTERM'), 0);
  },
);
