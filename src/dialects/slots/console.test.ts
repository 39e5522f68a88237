import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError } from '../../core/errors.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { answerConsoleLine, answerShellLine, type SlotsShellNetwork } from './console.ts';
import { viewOf } from './tracker-view.ts';

const MD5 = '0123456789abcdef0123456789abcdef';
const network: SlotsShellNetwork = {
  list: async () => [
    { peers: 2, name: 'a b.txt', size: 5, md5: MD5 },
    { peers: 0, name: 'evil\u001b[2J', size: 0, md5: MD5 },
  ],
  rehash: async () => '7 files.',
  save: async (name) => `${name} saved`,
};
const text = (...lines: string[]) => ({ kind: 'text', lines });

test('the shell lists, looks at its files again and quits, in any case; any other text is a file', async () => {
  const listed = text(`2 - a b.txt - 5 - ${MD5}`, `0 - evil\\x1b[2J - 0 - ${MD5}`, '2 Files shared.');
  for (const line of ['list', 'LIST', ' List ']) assert.deepEqual(await answerShellLine(line, network), listed);
  assert.deepEqual(await answerShellLine('ReHash', network), text('7 files.'));
  assert.deepEqual(await answerShellLine('QUIT', network), { kind: 'quit' });
  assert.deepEqual(await answerShellLine(' my list.txt ', network), text('my list.txt saved'));
  assert.deepEqual(await answerShellLine('', network), text());
});

test('the console of a tracker shows peers and files', async () => {
  const registry = new MemoryRegistry();
  registry.addNative({ host: '192.0.2.1', port: 3333, files: [{ name: 'a:b', size: 5, md5: MD5 }, { name: 'none' }] });
  await registry.register({ key: '192.0.2.2:3334', host: '192.0.2.2', port: 3334 });
  const view = viewOf(registry);
  assert.deepEqual(await answerConsoleLine('peers', view), text('192.0.2.1  -  3333', '192.0.2.2  -  3334'));
  assert.deepEqual(await answerConsoleLine('Files', view), text(`1 - a%3Ab - 5 - ${MD5}`));
  assert.deepEqual(await answerConsoleLine('exit', view), { kind: 'quit' });
  await assert.rejects(answerConsoleLine('quit', view), (error) => AyniError.is(error, 'usage'));
});
