import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { Machine, startNetwork, until } from './cli-support.ts';

test(
  'a folder that two members have alike is fetched without a question, one that differs is not',
  {
    timeout: 280_000,
  },
  async (t) => {
    const [one, two, three] = [await Machine.make(t), await Machine.make(t), await Machine.make(t)];
    for (const machine of [one, two]) {
      await mkdir(machine.path('photos', '2025', 'empty'), { recursive: true });
      await writeFile(machine.path('photos', '2025', 'Cusco.jpg'), 'x'.repeat(300_000));
      await writeFile(machine.path('photos', 'notes.txt'), 'of both');
    }
    // As copies have it.
    await utimes(two.path('photos', 'notes.txt'), 1_000_000_000, 1_000_000_000);
    const { link } = await startNetwork(one, 'photos');
    await two.start('join', link, 'photos', '--host', '127.0.0.1', '--name', 'second');
    await three.start('join', link, '--host', '127.0.0.1', '--name', 'third');
    const listed = (peer: string, names: readonly string[]): Promise<true> =>
      until(async () => {
        const { stdout } = await three.run('ls', `${peer}:photos`, '-r');
        return names.every((name) => stdout.includes(name)) ? true : undefined;
      });
    const all = ['Cusco.jpg', 'empty', 'notes.txt'];
    await Promise.all([listed('first', all), listed('second', all)]);

    const { code, stdout, stderr } = await three.run('get', 'photos', '-o', 'got');
    assert.equal(code, 0, `${stdout}${stderr}`);
    assert.deepEqual((await readdir(three.path('got', 'photos'), { recursive: true })).toSorted(), [
      '2025',
      '2025/Cusco.jpg',
      '2025/empty',
      'notes.txt',
    ]);
    assert.equal(await readFile(three.path('got', 'photos', 'notes.txt'), 'utf8'), 'of both');

    await writeFile(two.path('photos', 'more.txt'), 'of the second alone');
    await listed('second', ['more.txt']);
    const asked = await three.run('get', 'photos', '-o', 'again');
    assert.equal(asked.code, 3);
    assert.match(asked.stdout, /'first:photos'/);
    assert.match(asked.stdout, /'second:photos'/);
  },
);
