import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';

import { textWidth } from '../../src/cli/terminal/width.ts';
import { needs } from '../support/parts.ts';
import { Terminal } from '../support/terminal.ts';
import { CLI, Machine, startNetwork, until } from './cli-support.ts';

const COLUMNS = 40;
const NAME = `日本語の長い名前のファイル🎉 with many more words than a line.txt`;

test('no line is wider than a terminal of 40 columns', { timeout: 280_000 }, async (t) => {
  if (!needs(t, 'python3')) return;
  const machine = await Machine.make(t);
  await mkdir(machine.path('shared'));
  await writeFile(machine.path('shared', NAME), 'a');
  await startNetwork(machine, 'shared');
  await until(async () => ((await machine.run('search', 'words')).stdout.includes('words') ? true : undefined));
  const env = { PATH: process.env['PATH'], HOME: machine.path('home'), AYNI_STATE: machine.state };
  const show = (...args: string[]) =>
    new Terminal(t, [process.execPath, CLI, ...args], { env, cwd: machine.folder, columns: COLUMNS });

  const commands = ['status', 'peers', 'ls', 'ls first:shared', 'search words', 'downloads', 'members'];
  for (const line of [...commands, '--help', 'get --help', 'search --help', 'where --help']) {
    const terminal = show(...line.split(' '));
    assert.equal((await terminal.ended()).code, 0, terminal.shown);
    fits(line, terminal.shown);
  }
  const top = show('top');
  await top.sees(/first +1 B +online/);
  // It goes to the beginning of each line by its number.
  // oxlint-disable-next-line no-control-regex -- this is how a terminal is told
  fits('top', top.shown.replaceAll(/\u001b\[\d+;1H/g, '\n'));
  top.type('q');
  assert.deepEqual(await top.ended(), { code: 0, sane: true });

  const piped = await machine.run('search', 'words');
  assert.ok(piped.stdout.includes(NAME), piped.stdout);
});

test('withdraw by a name asks which at a terminal and refuses in a pipe', { timeout: 280_000 }, async (t) => {
  if (!needs(t, 'python3')) return;
  const machine = await Machine.make(t);
  for (const folder of ['one', 'two']) {
    await mkdir(machine.path('shared', folder), { recursive: true });
    await writeFile(machine.path('shared', folder, 'same.txt'), folder);
  }
  await writeFile(machine.path('shared', 'single.txt'), 'alone');
  await startNetwork(machine, 'shared');
  const found = async (word: string) =>
    (await machine.json<{ items: readonly unknown[] }>('search', word, '--type', 'file')).items.length;
  await until(async () => ((await found('txt')) === 3 ? true : undefined));

  const piped = await machine.run('withdraw', 'same.txt');
  assert.notEqual(piped.code, 0);
  assert.match(piped.stdout, /one\/same\.txt[^]*--id c|two\/same\.txt[^]*--id c/);
  assert.match(piped.stderr, /^ayni: "same\.txt" stands for 2 things[^\n]*\n$/);
  assert.equal(await found('same.txt'), 2);

  const env = { PATH: process.env['PATH'], HOME: machine.path('home'), AYNI_STATE: machine.state };
  const ask = () => new Terminal(t, [process.execPath, CLI, 'withdraw', 'same.txt'], { env, cwd: machine.folder });
  const none = ask();
  await none.sees(/Which\?/);
  none.type('\r');
  assert.equal((await none.ended()).sane, true);
  assert.equal(await found('same.txt'), 2);
  const second = ask();
  await second.sees(/Which\?/);
  second.type('2\r');
  assert.deepEqual(await second.ended(), { code: 0, sane: true });
  assert.equal(await found('same.txt'), 1);

  const single = await machine.run('withdraw', 'first:shared/single.txt');
  assert.equal(single.code, 0, single.stderr);
  assert.equal(await found('single.txt'), 0);
});

function fits(what: string, shown: string): void {
  for (const line of stripVTControlCharacters(shown).split(/\r?\n/)) {
    assert.ok(textWidth(line) <= COLUMNS, `${what}: ${textWidth(line)} cells: ${line}`);
  }
}
