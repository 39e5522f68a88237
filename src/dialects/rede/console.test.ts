import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { answerLine, type RedeConsoleNetwork } from './console.ts';

const network: RedeConsoleNetwork = {
  peers: async () => [
    { host: '10.0.0.1', port: 5455 },
    { host: '10.0.0.2', port: 5455 },
    { host: '10.0.0.2', port: 5456 },
  ],
  list: async ({ host, port }) => [`${host}-${port}.txt`, 'b.txt'],
  save: async ({ host, port }, name) => `${name} from ${host}:${port}`,
};
const answer = (line: string) => answerLine(line, network);
const fails = (line: string, code: ErrorCode, says: RegExp) =>
  assert.rejects(answer(line), (error) => AyniError.is(error, code) && says.test(error.message), line);

test('shows peers and files as tables', async () => {
  assert.deepEqual(await answer('peers'), {
    kind: 'table',
    columns: ['IP', 'PORT'],
    rows: [
      ['10.0.0.1', '5455'],
      ['10.0.0.2', '5455'],
      ['10.0.0.2', '5456'],
    ],
  });
  assert.deepEqual(await answer('  ls 10.0.0.2  5456 '), {
    kind: 'table',
    columns: ['FILE'],
    rows: [['10.0.0.2-5456.txt'], ['b.txt']],
  });
});

test('gets a file, by the port where the address holds several peers', async () => {
  assert.deepEqual(await answer('get 10.0.0.1 my file.txt'), { kind: 'text', text: 'my file.txt from 10.0.0.1:5455' });
  assert.deepEqual(await answer('get 10.0.0.2 5456 a.txt'), { kind: 'text', text: 'a.txt from 10.0.0.2:5456' });
  await fails('get 10.0.0.2 a.txt', 'ambiguous', /5455, 5456.*get 10\.0\.0\.2 <port> a\.txt/);
  await fails('get 10.0.0.3 a.txt', 'not-found', /peers/);
});

test('a number that nothing follows is a name', async () => {
  assert.deepEqual(await answer('get 10.0.0.1 5455'), { kind: 'text', text: '5455 from 10.0.0.1:5455' });
});

test('says how to say it', async () => {
  await fails('peers x', 'usage', /peers$/);
  await fails('ls 10.0.0.1', 'usage', /ls <ip> <port>/);
  await fails('ls 10.0.0.1 0', 'usage', /ls <ip> <port>/);
  await fails('ls somewhere 5455', 'usage', /ls <ip> <port>/);
  await fails('get a.txt', 'usage', /get <ip>/);
  await fails('get 10.0.0.1 70000 a.txt', 'usage', /get <ip>/);
  await fails('dance', 'usage', /dance.*peers/);
});

test('an empty line says nothing, and quit quits', async () => {
  assert.deepEqual(await answer('  '), { kind: 'text', text: '' });
  assert.deepEqual(await answer('quit'), { kind: 'quit' });
});
