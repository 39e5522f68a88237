import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { loadIdentity } from '../../src/net/identity/identity.ts';
import { freePorts, run, until, versionOf, which, type Programs } from './programs.ts';
import { connect } from 'node:net';

/** How another program fetches the file: into `target`, which is renamed afterwards. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  fetch(target: string): Promise<void>;
  /** After the clock stopped. */
  after?(): Promise<void>;
}

/** The programs to compare with that are here, and the names of those that are missing. */
export interface Peers {
  readonly peers: readonly Peer[];
  readonly missing: readonly string[];
}

async function listening(port: number): Promise<void> {
  await until(`port ${port} listens`, () => {
    const socket = connect(port, '127.0.0.1');
    return new Promise<true | undefined>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(undefined));
    }).finally(() => socket.destroy());
  });
}

/** Servers that root starts would read as nobody, who may not look into our folder. */
const asRoot = process.getuid?.() === 0;

/** One nginx, with TLS for curl and without for aria2. The same cipher as ours: the fastest. */
export async function startNginx(programs: Programs, nginx: string, source: string, work: string) {
  const [tls, plain] = await freePorts(2);
  if (tls === undefined || plain === undefined) throw new Error('no ports');
  const folder = join(work, 'nginx');
  mkdirSync(folder);
  const { key, cert } = await loadIdentity(folder);
  const conf = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key, { mode: 0o600 });
  writeFileSync(
    conf,
    `${asRoot ? 'user root; ' : ''}daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log; events {}
http { access_log off; sendfile on; ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
server { listen 127.0.0.1:${tls} ssl; listen 127.0.0.1:${plain}; root ${dirname(source)};
ssl_certificate ${folder}/cert.pem; ssl_certificate_key ${folder}/key.pem; ssl_protocols TLSv1.3;
ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256; } }`,
  );
  programs.start(nginx, ['-c', conf, '-e', join(folder, 'error.log')]);
  await listening(tls);
  return { tls, plain };
}

/** rsync's daemon over `folder`; what it keeps is in `work`. @returns the URL of the folder */
export async function startRsyncDaemon(
  programs: Programs,
  rsync: string,
  folder: string,
  work: string,
): Promise<string> {
  const [port] = await freePorts(1);
  const conf = join(work, 'rsyncd.conf');
  writeFileSync(
    conf,
    `use chroot = no\n${asRoot ? 'uid = root\ngid = root\n' : ''}address = 127.0.0.1\npid file = ${work}/rsyncd.pid\nlog file = ${work}/rsyncd.log\n[source]\npath = ${folder}\nread only = yes\n`,
  );
  programs.start(rsync, ['--daemon', '--no-detach', `--port=${port}`, `--config=${conf}`]);
  await listening(port ?? 0);
  return `rsync://127.0.0.1:${port}/source`;
}

async function startRsync(programs: Programs, rsync: string, source: string, work: string): Promise<Peer> {
  const url = await startRsyncDaemon(programs, rsync, dirname(source), work);
  return {
    name: 'rsync',
    version: versionOf(rsync, '--version'),
    fetch: (target) => run(rsync, ['--whole-file', `${url}/${basename(source)}`, target]),
  };
}

async function startLibtorrent(programs: Programs, python: string, source: string, work: string): Promise<Peer> {
  const [seeder, leecher] = await freePorts(2);
  const script = fileURLToPath(new URL('./libtorrent-pair.py', import.meta.url));
  const torrent = join(work, 'bench.torrent');
  await programs.start(python, [script, 'seed', source, torrent, String(seeder)], { stdin: true }).line();
  const fetching = programs.start(python, [script, 'fetch', torrent, String(leecher), String(seeder)], { stdin: true });
  await fetching.line();
  return {
    name: 'libtorrent',
    version: versionOf(python, '-c', 'import libtorrent; print(libtorrent.__version__)'),
    // It names the file itself: the target must be called like the source.
    fetch: async (target) => {
      fetching.write(dirname(target));
      if ((await fetching.line()) !== 'done') throw new Error('libtorrent did not finish.');
    },
    after: async () => {
      await fetching.line();
    },
  };
}

/** Starts what is installed, each serving `source`. */
export async function startPeers(programs: Programs, source: string, work: string): Promise<Peers> {
  const peers: Peer[] = [];
  const missing: string[] = [];
  const [nginx, curl, aria2, rsync] = ['nginx', 'curl', 'aria2c', 'rsync'].map(which);
  const ports = nginx === undefined ? undefined : await startNginx(programs, nginx, source, work);
  if (nginx !== undefined && curl !== undefined && ports !== undefined) {
    const url = `https://127.0.0.1:${ports.tls}/${basename(source)}`;
    const version = `${versionOf(nginx, '-v')} with curl ${versionOf(curl, '--version')}`;
    peers.push({ name: 'nginx-tls-curl', version, fetch: (target) => run(curl, ['-skf', '-o', target, url]) });
  } else missing.push('nginx-tls-curl');
  if (aria2 !== undefined && ports !== undefined) {
    const url = `http://127.0.0.1:${ports.plain}/${basename(source)}`;
    const quiet = ['--no-conf', '-q', '-x1', '-s1', '--file-allocation=none'];
    const fetch = (target: string): Promise<void> =>
      run(aria2, [...quiet, '-d', dirname(target), '-o', basename(target), url]);
    peers.push({ name: 'aria2', version: versionOf(aria2, '--version'), fetch });
  } else missing.push('aria2');
  const python = ['/usr/bin/python3', which('python3')].find(
    (path) => path !== undefined && spawnSync(path, ['-c', 'import libtorrent']).status === 0,
  );
  if (python === undefined) missing.push('libtorrent');
  else peers.push(await startLibtorrent(programs, python, source, work));
  if (rsync === undefined) missing.push('rsync');
  else peers.push(await startRsync(programs, rsync, source, work));
  return { peers, missing };
}
