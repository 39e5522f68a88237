import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { environmentName } from '../../src/config/setting.ts';
import { PLACES } from '../../src/config/places.ts';
import type { ConfigReport } from '../../src/cli/programs.ts';
import { freePort } from '../support/free-port.ts';
import { Machine, stop, until } from './cli-support.ts';

async function withSettings(machine: Machine, ...lines: readonly string[]): Promise<void> {
  await mkdir(machine.state, { recursive: true });
  await writeFile(join(machine.state, 'ayni.toml'), `${lines.join('\n')}\n`);
}

test('config check tells what is wrong in a file and ends with 2, and with 0 where nothing is', async (t) => {
  const machine = await Machine.make(t);
  assert.match((await machine.run('config', 'check')).stdout, /^ok/);
  await withSettings(machine, '[peer]', 'prot = 1');
  const { code, stdout } = await machine.run('config', 'check');
  assert.equal(code, 2);
  assert.match(stdout, /ayni\.toml, line 2: "peer\.prot" is no setting that Ayni knows\. Did you mean "port"\?/);
  await writeFile(machine.path('other.toml'), '[dialects.helo]\n');
  assert.match((await machine.run('config', 'check', 'other.toml')).stdout, /by invite/);
  await writeFile(machine.path('other.toml'), '[dialects.helo]\nallow_unauthenticated = true\n');
  assert.equal((await machine.run('config', 'check', 'other.toml')).code, 0);
  await withSettings(machine);
  await writeFile(machine.path('tracker.conf'), 'port 2521;\n');
  assert.equal((await machine.run('config', 'check', 'tracker.conf')).code, 0);
  assert.equal((await machine.run('config', 'check', 'nowhere.toml')).code, 1);
  assert.equal((await machine.run('config', 'mend')).code, 2);
});

test('config print shows what holds and from where, with secrets masked', async (t) => {
  const machine = await Machine.make(t);
  await withSettings(
    machine,
    '[peer]',
    'port = 7001',
    'slots = 4',
    'downloads = "in"',
    '[dialects.p4]',
    'secret = "psst"',
  );
  machine.env = { AYNI_PEER_SLOTS: '5', AYNI_STORE: 'postgres://ayni:psst@db/ayni' };
  const args = ['config', 'print', '--allow-unauthenticated', '--port', '7002'];
  const { file, values } = await machine.json<ConfigReport>(...args);
  assert.equal(file, join(machine.state, 'ayni.toml'));
  const of = (at: string) => {
    const found = values.find((each) => each.at === at);
    return [found?.value, found?.source];
  };
  assert.deepEqual(of('peer.port'), [7002, 'flag']);
  assert.deepEqual(of('peer.slots'), [5, 'environment']);
  assert.deepEqual(of('peer.downloads'), [join(machine.state, 'in'), 'file']);
  assert.deepEqual(of('tracker.port'), [7741, 'default']);
  assert.deepEqual(of('tracker.store'), ['postgres://ayni:***@db/ayni', 'environment']);
  assert.deepEqual(of('dialects.p4.secret'), ['***', 'file']);
  assert.ok(!JSON.stringify(values).includes('psst'));
  assert.match((await machine.run(...args)).stdout, /peer\.port +7002 +flag\n/);
});

test('a daemon starts with flags, variables and the file, in that order, and remembers the flags alone', async (t) => {
  const machine = await Machine.make(t);
  await mkdir(machine.path('music'));
  const [peer, tracker] = [await freePort(), await freePort()];
  await withSettings(
    machine,
    '[peer]',
    'name = "from the file"',
    'folders = ["../music"]',
    `port = ${peer}`,
    '[tracker]',
    `port = ${await freePort()}`,
    'access = "open"',
    '[daemon]',
    'host = "127.0.0.1"',
  );
  machine.env = { AYNI_TRACKER_PORT: String(tracker), AYNI_PEER_NAME: 'from the environment' };
  const { child, started } = await machine.start('up', '--name', 'from a flag');
  assert.equal(started.peer?.name, 'from a flag');
  assert.equal(started.peer?.port, peer);
  assert.equal(started.tracker?.port, tracker);
  const [shared] = await until(async () => {
    const { shares } = await machine.json<{ shares: { share: { path: string } }[] }>('status');
    return shares.length === 0 ? undefined : shares;
  });
  assert.equal(shared?.share.path, machine.path('music'));
  assert.equal(await stop(child), 0);
  const remembered = JSON.parse(await readFile(join(machine.state, 'settings.json'), 'utf8')) as object;
  assert.deepEqual({ ...remembered, controlPort: 0 }, { name: 'from a flag', port: peer, controlPort: 0 });
});

test('a daemon does not start with a setting that is wrong, and says where', async (t) => {
  const machine = await Machine.make(t);
  await withSettings(machine, '[peer]', 'port = "many"', '[trackers]');
  const { code, stderr } = await machine.run('up');
  assert.equal(code, 2);
  assert.match(stderr, /ayni\.toml, line 2: "peer\.port" should be a whole number.* config check" tells/);
  machine.env = { AYNI_METRICS_PORT: 'none' };
  await withSettings(machine);
  assert.match((await machine.run('up')).stderr, /environment: AYNI_METRICS_PORT should be/);
});

test('the documents name every setting', async () => {
  const docs = join(import.meta.dirname, '../../docs');
  const [operations, dialects] = await Promise.all(
    ['operations.md', 'dialects.md'].map((name) => readFile(join(docs, name), 'utf8')),
  );
  for (const setting of PLACES.values()) {
    const { at } = setting;
    if (at.startsWith('dialects.')) assert.ok(dialects?.includes(`\`${at.slice(at.lastIndexOf('.') + 1)}\``), at);
    else assert.ok(operations?.includes(`| \`${at}\` | \`${environmentName(setting)}\` |`), at);
  }
});
