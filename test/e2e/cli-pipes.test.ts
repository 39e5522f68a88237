import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { COMMAND_GROUPS } from '../../src/cli/command-table.ts';
import { needs } from '../support/parts.ts';
import { Terminal } from '../support/terminal.ts';
import { CLI, Machine, startNetwork, until } from './cli-support.ts';

const run = promisify(execFile);
const COMMANDS = COMMAND_GROUPS.flatMap(({ commands }) => commands).filter(({ hidden }) => hidden !== true);

test('every command has help with an example', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  for (const { name } of COMMANDS) {
    const { code, stdout } = await one.run(name, '--help');
    assert.equal(code, 0, name);
    assert.match(stdout, /\nExamples?\b/, name);
    assert.match(stdout, /--json/, name);
  }
});

test('a reader that goes early is no failure, and a mistyped name is guessed', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  await mkdir(one.path('shared'));
  for (let at = 0; at < 300; at++) await writeFile(one.path('shared', `file ${at}.txt`), String(at));
  await startNetwork(one, 'shared');
  await until(async () => ((await one.run('search', 'file 299')).stdout.includes('299') ? true : undefined));
  const ayni = `'${process.execPath}' '${CLI}'`;
  const script = `${ayni} ls -r first 2>&1 | head -n 1; echo "\${PIPESTATUS[0]}"`;
  const env = { PATH: process.env['PATH'], HOME: one.path('home'), AYNI_STATE: one.state };
  const { stdout, stderr } = await run('bash', ['-c', script], { env });
  assert.deepEqual([stdout.split('\n').at(-2), stderr], ['0', '']);
  // oxlint-disable-next-line no-control-regex -- no colours into a pipe
  assert.doesNotMatch(stdout, /\u001b/);
  for (const args of [
    ['ls', 'frist'],
    ['unshare', 'shraed'],
    ['lss', 'first'],
    ['get', '--otuput', 'x'],
  ]) {
    const { code, stderr: told } = await one.run(...args);
    assert.notEqual(code, 0);
    assert.match(told, /^ayni: [^\n]+Did you mean "?(first|shared|ls|--output)"?\?[^\n]*\n$/);
  }
});

test('Ctrl-C ends what waits with 130, at a terminal of 40 columns too', { timeout: 280_000 }, async (t) => {
  if (!needs(t, 'python3')) return;
  const one = await Machine.make(t);
  await mkdir(one.path('shared'));
  await writeFile(one.path('shared', 'a.txt'), 'a');
  const { link } = await startNetwork(one, 'shared');
  await until(async () => ((await one.run('search', 'a.txt')).stdout.includes('a.txt') ? true : undefined));
  const env = { PATH: process.env['PATH'], HOME: one.path('home'), AYNI_STATE: one.state };
  const begin = (...args: readonly string[]) =>
    new Terminal(t, [process.execPath, CLI, ...args], { env, cwd: one.folder, columns: 40 });
  const missing = `c${'a'.repeat(52)}`;
  for (const [args, shown] of [
    [['watch', 'nothing like it'], /Watching/],
    [['get', missing], /waiting/],
    [['join', link.replace(/:\d+\//, ':9/'), '--state', one.path('other')], /Trying again/],
  ] as const) {
    const terminal = begin(...args);
    await terminal.sees(shown);
    terminal.type('\u0003');
    assert.deepEqual(await terminal.ended(), { code: 130, sane: true }, args.join(' '));
  }
  // Before anything is shown: as the system ends a program (by signal 2, here 254), or as we do.
  const early = begin('ls', '-r');
  early.type('\u0003');
  const { code } = await early.ended();
  assert.ok([0, 2, 130, 254].includes(code ?? -1), String(code));
});
