import assert from 'node:assert/strict';
import { test } from 'node:test';

import { COMMAND_GROUPS } from '../../src/cli/command-table.ts';
import { ended, Machine } from './cli-support.ts';

const COMMANDS = COMMAND_GROUPS.flatMap(({ commands }) => commands);
/** A line of a stack trace. */
const STACK = /^\s+at .+:\d+:\d+/m;

/** What a command needs to get past the check of its arguments. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  up: ['.', '--host', '127.0.0.1', '--port', '0', '--tracker-port', '0'],
  tracker: ['--host', '127.0.0.1', '--tracker-port', '0'],
};

test('every command explains itself with an example', { timeout: 280_000 }, async (t) => {
  const machine = await Machine.make(t);
  for (const { name, hidden = false } of COMMANDS) {
    const { code, stdout, stderr } = await machine.run(name, '--help');
    assert.equal(code, 0, `${name}: ${stderr}`);
    assert.match(stdout, new RegExp(`^Usage: ayni ${name}`), name);
    if (!hidden) assert.match(stdout, /^Examples?\b.*:\n {2}\S/m, name);
  }
});

test('every command refuses an unknown option in one line', { timeout: 280_000 }, async (t) => {
  const machine = await Machine.make(t);
  for (const { name, hidden = false } of COMMANDS) {
    // It takes whatever stands on the line that is completed.
    if (hidden) continue;
    const { code, stdout, stderr } = await machine.run(name, '--nonsense');
    assert.equal(code, 2, `${name}: ${stderr}`);
    assert.equal(stdout, '', name);
    assert.match(stderr, /^ayni: unknown option '--nonsense'\.[^\n]*\n$/, name);
  }
});

test('every command ends by an early SIGINT without a stack trace', { timeout: 280_000 }, async (t) => {
  const machine = await Machine.make(t);
  for (const { name, hidden = false } of COMMANDS) {
    if (hidden) continue;
    const child = machine.spawn([name, ...(ARGUMENTS[name] ?? [])]);
    const ending = ended(child);
    const early = setTimeout(() => child.kill('SIGINT'), 150);
    const { code, text } = await ending;
    clearTimeout(early);
    // It may have been told already that something is missing, or that this machine is in no network.
    const fine = code === 130 || code === 0 || child.signalCode === 'SIGINT' || /^ayni: |^error: /m.test(text);
    assert.ok(fine, `${name} ends with ${code ?? child.signalCode}: ${text}`);
    assert.doesNotMatch(text, STACK, name);
  }
});
