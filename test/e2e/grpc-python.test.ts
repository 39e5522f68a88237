import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { needs, present } from '../support/parts.ts';
import { Machine, startNetwork, until } from './cli-support.ts';

const run = promisify(execFile);
const SCHEMA = fileURLToPath(new URL('../../schema', import.meta.url));

/** A Python that has the packages: not always the first on the path is the one that the system's packages are for. */
function python(): string | undefined {
  const modules = 'import grpc, google.protobuf, cryptography';
  return ['python3', '/usr/bin/python3'].find((command) => spawnSync(command, ['-c', modules]).status === 0);
}

test('the example of docs/grpc.md finds and fetches a file', { timeout: 280_000 }, async (t) => {
  const command = python();
  if (!needs(t, 'protoc', 'grpc_python_plugin')) return;
  if (!present(t, command !== undefined, 'needs the Python packages grpcio, protobuf and cryptography')) return;
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('photos'));
  const bytes = randomBytes(3_000_000);
  await writeFile(one.path('photos', 'holiday in Cusco.jpg'), bytes);
  const { link } = await startNetwork(one, 'photos');
  await two.start('join', link, '--host', '127.0.0.1');
  await until(async () => {
    const { items } = await two.json<{ items: readonly unknown[] }>('search', 'cusco');
    return items.length > 0 ? true : undefined;
  });

  const document = await readFile(new URL('../../docs/grpc.md', import.meta.url), 'utf8');
  const [, program = ''] = /```python\n(.*?)```/s.exec(document) ?? [];
  await writeFile(two.path('fetch.py'), program);
  const plugin = spawnSync('sh', ['-c', 'command -v grpc_python_plugin']).stdout.toString().trim();
  await run('protoc', [
    `-I${SCHEMA}`,
    `--plugin=protoc-gen-grpc_python=${plugin}`,
    `--python_out=${two.folder}`,
    `--grpc_python_out=${two.folder}`,
    'ayni.proto',
  ]);
  const { stdout } = await run(command ?? '', ['fetch.py', two.state, 'holiday', 'cusco'], {
    cwd: two.folder,
    timeout: 60_000,
  });
  assert.match(
    stdout,
    /^photos\/holiday in Cusco\.jpg: 3000000 bytes, c[a-z2-7]{52}\nFetched holiday in Cusco\.jpg\n$/,
  );
  assert.ok((await readFile(two.path('holiday in Cusco.jpg'))).equals(bytes));
});
