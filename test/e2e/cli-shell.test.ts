import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, until } from './cli-support.ts';

/** Two machines: the first shares two files, the second runs a peer. */
async function twoMachines(t: Parameters<typeof Machine.make>[0]) {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('shared'));
  await writeFile(one.path('shared', 'a.txt'), 'a');
  await writeFile(one.path('shared', 'my file.txt'), 'mine');
  const { link, started } = await startNetwork(one, 'shared');
  await two.start('join', link, '--host', '127.0.0.1', '--port', String(await freePort()), '--name', 'two');
  await until(async () => ((await two.run('search', 'my file')).stdout.includes('my file') ? true : undefined));
  return { one, two, port: started.peer?.port ?? 0 };
}

test(
  'the shell reads a command a line from a pipe, and goes on after one that fails',
  { timeout: 90_000 },
  async (t) => {
    const { two, port } = await twoMachines(t);
    const good = [
      'peers',
      '',
      'ls first',
      `ls 127.0.0.1 ${port}`,
      'list',
      'where a.txt',
      'search file',
      'rehash',
      'help',
    ];
    const fetches = ['get "my file.txt" -o got', `get 127.0.0.1 ${port} a.txt`];
    const well = await two.runWith([...good, ...fetches].join('\n'), 'shell');
    assert.equal(well.code, 0, well.stderr);
    assert.match(well.stdout, /^NAME +ID +ROLE/);
    assert.match(well.stdout, / first:shared\/$/m);
    assert.match(well.stdout, /^FILE\nshared\/a\.txt\nshared\/my file\.txt$/m);
    assert.match(well.stdout, /^ +1 +shared\/my file\.txt +4 B/m);
    assert.match(well.stdout, /^get FILE \| get IP \[PORT\] NAME/m);
    assert.doesNotMatch(well.stdout + well.stderr, /ayni>/);
    assert.equal(await readFile(two.path('got', 'my file.txt'), 'utf8'), 'mine');

    const ill = await two.runWith(
      'nonsense\nget "a.txt\nwhere gone.txt\nup\nconnect x\nls first\nquit\npeers\n',
      'shell',
    );
    assert.equal(ill.code, 2);
    assert.equal(ill.stderr.trimEnd().split('\n').length, 5, ill.stderr);
    assert.match(ill.stderr, /^ayni: There is no "nonsense" here/);
    assert.match(ill.stdout, /first:shared\//);
    assert.doesNotMatch(ill.stdout, /ROLE/);
  },
);

test('the menu lists, fetches and leaves by numbers', { timeout: 280_000 }, async (t) => {
  const { two } = await twoMachines(t);
  const { code, stdout, stderr } = await two.runWith('1\n2\nmy file.txt\n7\n3\n', 'menu');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^--- two ---\n1\. See the available files\n/);
  assert.match(stdout, /^- my file\.txt$/m);
  assert.match(stdout, /^my file\.txt is at:\n- first$/m);
  assert.match(stdout, /my file\.txt {2}\(4 B\)/);
  assert.match(stdout, /Left the network/);
  assert.match(stderr, /Say 1, 2 or 3/);
});
