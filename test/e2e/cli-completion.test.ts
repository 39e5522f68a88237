import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';

import { needs } from '../support/parts.ts';
import { Terminal } from '../support/terminal.ts';
import { CLI, Machine, startNetwork, until } from './cli-support.ts';

/** A machine that shares photos/2025/a 'b.jpg, with `ayni` on its path. */
async function machine(t: TestContext) {
  const one = await Machine.make(t);
  await mkdir(one.path('photos', '2025'), { recursive: true });
  await writeFile(one.path('photos', '2025', 'sun $HOME.jpg'), 'a');
  await mkdir(one.path('bin'));
  await writeFile(one.path('bin', 'ayni'), `#!/bin/sh\nexec '${process.execPath}' '${CLI}' "$@"\n`);
  await chmod(one.path('bin', 'ayni'), 0o755);
  await startNetwork(one, 'photos');
  await until(async () => ((await one.run('search', 'sun')).stdout.includes('sun') ? true : undefined));
  const env = { HOME: one.path('home'), AYNI_STATE: one.state, PATH: `${one.path('bin')}:${process.env['PATH']}` };
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout, code } = await one.run('completion', shell);
    assert.equal(code, 0);
    await writeFile(one.path(`completion.${shell}`), stdout);
  }
  return { one, env };
}

interface Shell {
  readonly name: string;
  readonly program: readonly string[];
  readonly start: (script: string) => string;
  /** How it writes a name with a blank and a dollar. */
  readonly quoted: RegExp;
}

const SHELLS: readonly Shell[] = [
  {
    name: 'bash',
    program: ['bash', '--noprofile', '--norc', '-i'],
    start: (script) => `PS1='READY> '; source ${script}\n`,
    quoted: /first:photos\/2025\/sun\\ \\\$HOME\.jpg/,
  },
  {
    name: 'zsh',
    program: ['zsh', '-f', '-i'],
    start: (script) => `PS1='READY> '; autoload -Uz compinit; compinit -u; source ${script}\n`,
    quoted: /first:photos\/2025\/sun\\ \\\$HOME\.jpg/,
  },
  {
    name: 'fish',
    program: ['fish', '--no-config', '--interactive'],
    start: (script) => `function fish_prompt; echo 'READY> '; end; source ${script}\n`,
    quoted: /sun\\ \\\$HOME\.jpg/,
  },
];

for (const { name, program, start, quoted } of SHELLS) {
  test(`${name} completes commands, options, peers and paths`, { timeout: 280_000 }, async (t) => {
    if (!needs(t, name, 'python3')) return;
    const { one, env } = await machine(t);
    const terminal = new Terminal(t, program, { env, cwd: one.folder, columns: 200 });
    terminal.type(start(one.path(`completion.${name}`)));
    await terminal.sees(/READY> (?![';])/);
    const completes = async (line: string, shown: RegExp) => {
      const from = terminal.shown.length;
      terminal.type(`${line}\t`);
      await terminal.sees(shown, from);
      // Ctrl-U gives the line up.
      terminal.type('\u0015');
    };
    await completes('ayni downl', /oads/);
    await completes('ayni get --no-', /seed/);
    await completes('ayni ls fir', /st:/);
    await completes('ayni get first:pho', /tos\//);
    await completes('ayni get first:photos/2025/su', quoted);
    await completes('ayni search --peer fir', /st/);
    await completes('ayni up pho', /tos\//);
    terminal.type('exit\n');
    assert.equal((await terminal.ended()).code, 0);
  });
}

test('completion answers at once where nothing runs, and starts nothing', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  for (const line of ['ayni get fir', 'ayni ls first:', 'ayni nonsense x', 'ayni get "open', '']) {
    const { code, stdout, stderr } = await one.run('complete', '--line', '--', line);
    assert.deepEqual({ code, stderr, first: stdout.split('\n')[0] }, { code: 0, stderr: '', first: 'words' }, line);
  }
});
