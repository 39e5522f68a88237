import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { needs } from '../support/parts.ts';
import { Terminal } from '../support/terminal.ts';
import { freePort } from '../support/free-port.ts';
import { CLI, Machine, startNetwork, until } from './cli-support.ts';

test('top follows, pauses, resumes and leaves the terminal as it was', { timeout: 280_000 }, async (t) => {
  if (!needs(t, 'python3')) return;
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('shared'));
  await writeFile(one.path('shared', 'a.bin'), 'a');
  const { link } = await startNetwork(one, 'shared');
  await two.start('join', link, '--host', '127.0.0.1', '--port', String(await freePort()), '--name', 'two');
  const content = await until(async () => {
    const { items } = await two.json<{ items: readonly { content: string }[] }>('search', 'a.bin');
    return items[0]?.content;
  });
  // What nobody has any more has to wait.
  await one.run('unshare', 'shared');
  const waiting = two.spawn(['get', content]);

  const env = { PATH: process.env['PATH'], HOME: two.path('home'), AYNI_STATE: two.state };
  const top = () => new Terminal(t, [process.execPath, CLI, 'top'], { env, cwd: two.folder, columns: 40, rows: 20 });
  const terminal = top();
  await terminal.sees(/Downloads \(1\)/);
  await terminal.sees(/> .* waiting/);
  await terminal.sees(/first +0 B +online/);
  terminal.type('p');
  await terminal.sees(/> .* paused/);
  terminal.type('p');
  await terminal.sees(/paused[^]*> .* waiting/);
  terminal.type('\u001b[B\u001b[Aq');
  assert.deepEqual(await terminal.ended(), { code: 0, sane: true });
  assert.ok(terminal.shown.includes('\u001b[?1049h'));
  assert.ok(terminal.shown.trimEnd().endsWith('\u001b[?25h\u001b[?1049l'), JSON.stringify(terminal.shown.slice(-80)));

  const interrupted = top();
  await interrupted.sees(/Peers \(/);
  interrupted.type('\u0003');
  assert.deepEqual(await interrupted.ended(), { code: 130, sane: true });
  assert.ok(interrupted.shown.trimEnd().endsWith('\u001b[?25h\u001b[?1049l'));

  const piped = await two.run('top');
  assert.equal(piped.code, 0);
  assert.match(piped.stdout, /^Downloads \(1\)$/m);
  // oxlint-disable-next-line no-control-regex -- no escape sequence
  assert.doesNotMatch(piped.stdout, /\u001b/);
  waiting.kill('SIGINT');
});
