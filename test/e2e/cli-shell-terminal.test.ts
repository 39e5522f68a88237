import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { needs } from '../support/parts.ts';
import { Terminal } from '../support/terminal.ts';
import { CLI, Machine, startNetwork, until } from './cli-support.ts';

test('the shell joins, completes, leaves and joins again at a terminal', { timeout: 280_000 }, async (t) => {
  if (!needs(t, 'python3')) return;
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('shared'));
  await writeFile(one.path('shared', 'letter.txt'), 'a');
  const { link } = await startNetwork(one, 'shared', '--access', 'open');
  await until(async () => ((await one.run('search', 'letter')).stdout.includes('letter') ? true : undefined));
  await mkdir(two.state);
  const env = { PATH: process.env['PATH'], HOME: two.path('home'), AYNI_STATE: two.state };
  const shell = new Terminal(t, [process.execPath, CLI, 'shell'], { env, cwd: two.folder });
  const says = async (line: string, answer: RegExp) => {
    const from = shell.shown.length;
    shell.type(line);
    await shell.sees(answer, from);
  };
  await shell.sees(/In no network: [^]*ayni \(no network\)> /);
  await says('peers\r', /ayni: This machine is in no network[^]*> $/);
  await says(`connect ${link}\r`, /Connected\.[^]*ayni> $/);
  await says('ls fir\t', /ls first/);
  await says('\r', /first:shared\/[^]*ayni> $/);
  await says(`connect ${link}\r`, /this machine is in that network\.[^]*ayni> $/);
  await says('disconnect\r', /Leave\? \(yes\) $/);
  await says('no\r', /Not left\.[^]*ayni> $/);
  await says('disconnect\r', /Leave\? \(yes\) $/);
  await says('yes\r', /Left the network[^]*ayni \(no network\)> $/);
  await says(`connect ${link}\r`, /Connected\.[^]*ayni> $/);
  // Ctrl-C gives a line up, and ends where there is none.
  await says('half a line\u0003', /ayni> $/);
  shell.type('quit\r');
  assert.deepEqual(await shell.ended(), { code: 0, sane: true });
});

test(
  'what is typed while a command shows its progress neither tears it nor is lost',
  { timeout: 280_000 },
  async (t) => {
    if (!needs(t, 'python3')) return;
    const [one, two] = [await Machine.make(t), await Machine.make(t)];
    await mkdir(one.path('shared'));
    await writeFile(one.path('shared', 'film.bin'), Buffer.alloc(6_000_000, 'film'));
    const { link } = await startNetwork(one, 'shared', '--access', 'open');
    await one.json('limit', '--up', '1MB/s');
    await until(async () => ((await one.run('search', 'film')).stdout.includes('film') ? true : undefined));
    await mkdir(two.state);
    const env = { PATH: process.env['PATH'], HOME: two.path('home'), AYNI_STATE: two.state };
    const shell = new Terminal(t, [process.execPath, CLI, 'shell'], { env, cwd: two.folder });
    await shell.sees(/ayni \(no network\)> /);
    shell.type(`connect ${link}\r`);
    await shell.sees(/Connected\.[^]*ayni> $/);
    const from = shell.shown.length;
    shell.type('get film.bin\r');
    await shell.sees(/film\.bin[^]*MB\/s/, from);
    const during = shell.shown.length;
    shell.type('peers\rstat');
    // It is there once the command is done, each line with its prompt, and the rest to go on with.
    await shell.sees(/ayni> peers\r?\n[^]*first[^]*ayni> stat$/, during);
    const progress = shell.shown.slice(during, shell.shown.indexOf('ayni> peers', during));
    assert.doesNotMatch(progress, /peers|stat/);
    shell.type('us\r');
    await shell.sees(/ayni> status\r*\n[^]*Network[^]*ayni> $/i, during);
    shell.type('quit\r');
    assert.deepEqual(await shell.ended(), { code: 0, sane: true });
  },
);
