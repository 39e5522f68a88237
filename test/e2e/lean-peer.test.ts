import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { present } from '../support/parts.ts';
import { Machine, stop } from './cli-support.ts';

/** How the operating system sees a process: its variables and its arguments. */
async function seen(pid: number | undefined) {
  const read = async (file: string) => (await readFile(`/proc/${pid}/${file}`, 'utf8')).split('\0');
  return { variables: await read('environ'), args: await read('cmdline') };
}

async function up(machine: Machine) {
  const ports = ['--port', String(await freePort()), '--tracker-port', String(await freePort())];
  const { child } = await machine.start('up', '--host', '127.0.0.1', ...ports);
  return { child, ...(await seen(child.pid)) };
}

test('a peer begins anew, in the same process, with the memory of a program that stays', async (t) => {
  if (!present(t, process.platform === 'linux' && process.execve !== undefined, 'needs Linux')) return;
  const machine = await Machine.make(t);
  const { child, variables, args } = await up(machine);
  assert.ok(variables.includes('MALLOC_ARENA_MAX=2'));
  assert.ok(args.includes('--expose-gc'));
  assert.ok(variables.includes(`AYNI_STATE=${machine.state}`));
  assert.equal(await stop(child), 0);
});

test('whoever says how memory is kept is left alone', async (t) => {
  if (!present(t, process.platform === 'linux', 'needs Linux')) return;
  const machine = await Machine.make(t);
  machine.env = { MALLOC_ARENA_MAX: '3' };
  const { child, variables, args } = await up(machine);
  assert.ok(variables.includes('MALLOC_ARENA_MAX=3'));
  assert.ok(!args.includes('--expose-gc'));
  assert.equal(await stop(child), 0);
});
