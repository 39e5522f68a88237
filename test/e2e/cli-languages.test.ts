import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { needs } from '../support/parts.ts';
import { Terminal } from '../support/terminal.ts';
import { CLI, Machine, startNetwork, until } from './cli-support.ts';

/** Words of English sentences; none of them is one of Spanish or Portuguese, a command or a name here. */
const ENGLISH = /\b(the|is|are|of|not|with|this|it|say|lists|shows|should)\b/i;

/** What a person may type, right and wrong. */
const LINES = [
  'status',
  'doctor',
  'peers',
  'members',
  'ls',
  'ls first:nowhere',
  'ls nobody',
  'search letter',
  'search xyzzy',
  'search --limit none',
  'where letter.txt',
  'where xyzzy',
  'get letter.txt',
  'get xyzzy',
  'link letter.txt',
  'link first:shared',
  'downloads',
  'downloads pause xyzzy',
  'downloads dance',
  'limit --up 5MB --schedule daily-22',
  'limit --slots 4',
  'invite --uses 2',
  'invite list',
  'invite revoke xyzzy',
  'share nowhere',
  'share more',
  'rescan more',
  'unshare more',
  'unshare more',
  'mirror first:shared copy',
  'withdraw xyzzy',
  'withdraw letter.txt',
  'config check',
  'config print',
  'tracker dance',
  'join ayni://nothing',
  'serch',
  'get',
];

for (const [language, expected] of [
  ['es', { shares: /Se comparte more: 1 archivo/, nobody: /Ningún par se llama "nobody"/, files: /ARCHIVOS/ }],
  ['pt', { shares: /Compartilhando more: 1 arquivo/, nobody: /Nenhum par se chama "nobody"/, files: /ARQUIVOS/ }],
] as const) {
  test(`every command speaks ${language}, and JSON stays as it is`, { timeout: 280_000 }, async (t) => {
    const machine = await Machine.make(t);
    for (const [folder, file] of [
      ['shared', 'letter.txt'],
      ['more', 'song.txt'],
    ] as const) {
      await mkdir(machine.path(folder));
      await writeFile(machine.path(folder, file), file);
    }
    await startNetwork(machine, 'shared');
    await until(async () => ((await machine.run('search', 'letter')).stdout.includes('letter') ? true : undefined));
    const english = await machine.json('search', 'letter');

    machine.env = { LANG: `${language}_PE.UTF-8` };
    assert.deepEqual(await machine.json('search', 'letter'), english);
    let all = '';
    const untranslated: string[] = [];
    for (const line of LINES) {
      const { stdout, stderr } = await machine.run(...line.split(' '));
      const said = `${stdout}${stderr}`.replaceAll(machine.folder, '');
      assert.notEqual(said, '', line);
      if (ENGLISH.test(said)) untranslated.push(`${line}: ${said}`);
      all += said;
    }
    assert.deepEqual(untranslated, []);
    for (const text of Object.values(expected)) assert.match(all, text);

    const { code, stderr } = await machine.run('ls', 'nobody', '--json');
    assert.equal(code, 4);
    assert.match(stderr, /"code":"not-found","message":"No peer is called/);
    assert.match((await machine.run('ls', 'nobody', '--language', 'en')).stderr, /No peer is called "nobody"/);
    assert.equal((await machine.run('ls', '--language', 'tlh')).code, 2);
  });
}

test('the shell and top speak it, and a person may say yes in it', { timeout: 280_000 }, async (t) => {
  if (!needs(t, 'python3')) return;
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('shared'));
  const { link } = await startNetwork(one, 'shared', '--access', 'open');
  await two.run('join', link, '--no-stay');
  const env = { PATH: process.env['PATH'], HOME: two.path('home'), AYNI_STATE: two.state, AYNI_LANGUAGE: 'es' };
  const shell = new Terminal(t, [process.execPath, CLI, 'shell'], { env, cwd: two.folder });
  await shell.sees(/"help" lista lo que hay, "quit" termina\.[^]*ayni> $/);
  shell.type('help\r');
  await shell.sees(/qué comparte un par[^]*ayni> $/);
  shell.type('disconnect\r');
  await shell.sees(/¿Salir\? \(sí\) $/);
  shell.type('sí\r');
  await shell.sees(/Has salido de la red[^]*ayni \(sin red\)> $/);
  shell.type('quit\r');
  assert.deepEqual(await shell.ended(), { code: 0, sane: true });

  const top = new Terminal(t, [process.execPath, CLI, 'top'], {
    env: { ...env, AYNI_STATE: one.state, HOME: one.path('home') },
    cwd: one.folder,
  });
  await top.sees(/Pares \(1 de 1 en línea\)/);
  top.type('q');
  assert.deepEqual(await top.ended(), { code: 0, sane: true });
});
