import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ControlClient } from '../../src/cli/daemon/control-client.ts';
import type { ContentId } from '../../src/core/ids.ts';
import { readControlFile } from '../../src/main/state/control-file.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES } from '../../src/wire/control/routes.ts';
import { freePorts, until, type Programs, type Running } from './programs.ts';

const ROOT = new URL('../../', import.meta.url);
const BUILT = fileURLToPath(new URL('dist/main/cli.js', ROOT));

/** The program as the package has it. */
function builtProgram(): string {
  const build = spawnSync(process.execPath, [fileURLToPath(new URL('scripts/build.ts', ROOT))], { stdio: 'inherit' });
  if (build.status === 0 && existsSync(BUILT)) return BUILT;
  throw new Error('The build failed.');
}
/** What the `ayni` of the package starts. */
export const CLI = builtProgram();
const NO_SYNC = new URL('./no-sync.mjs', import.meta.url).href;

/** A daemon of Ayni, driven over its local API as the CLI does. */
export interface AyniDaemon {
  readonly running: Running;
  readonly control: ControlClient;
}

async function daemonOf(running: Running, state: string): Promise<AyniDaemon> {
  const file = await until('the daemon listens', () => readControlFile(state));
  return { running, control: new ControlClient(file) };
}

/**
 * Tracker and peer in one process, sharing `folder`, and the link to join by.
 * @param more other options of the command line
 */
export async function startSeeder(
  programs: Programs,
  folder: string,
  work: string,
  more: readonly string[] = [],
): Promise<AyniDaemon & { readonly link: string }> {
  const state = join(work, 'seeder');
  mkdirSync(state);
  const [port, trackerPort] = await freePorts(2);
  const ports = ['--port', String(port), '--tracker-port', String(trackerPort), '--host', '127.0.0.1'];
  const args = [CLI, 'up', folder, '--state', state, '--downloads', join(state, 'in'), '--json', ...ports, ...more];
  const running = programs.start(process.execPath, args, { env: { ...process.env, HOME: state } });
  const daemon = await daemonOf(running, state);
  const { link } = await daemon.control.call(NETWORK_ROUTES.createInvite, {
    role: 'member',
    groups: [],
    uses: 100,
    lifetime: 3600,
  });
  await until(
    'the share is published',
    async () => {
      const shares = await daemon.control.call(CONTROL_ROUTES.shares, {});
      return shares.length > 0 && shares.every((share) => share.state === 'ready') ? true : undefined;
    },
    { ms: 120_000, every: 200 },
  );
  return { ...daemon, link };
}

/**
 * Another member.
 * @param options.sync false for one that does not sync what it fetched
 * @param options.share a folder that it shares
 * @param options.more other options of the command line
 */
export async function startReceiver(
  programs: Programs,
  link: string,
  state: string,
  options: { readonly sync: boolean; readonly share?: string; readonly more?: readonly string[] },
): Promise<AyniDaemon> {
  mkdirSync(state, { recursive: true });
  // One that was killed left it behind.
  rmSync(join(state, 'control.json'), { force: true });
  const [port] = await freePorts(1);
  const share = options.share === undefined ? [] : [options.share];
  const args = [CLI, 'join', link, ...share, '--state', state, '--downloads', join(state, 'in'), '--json'];
  const where = ['--port', String(port), '--host', '127.0.0.1', ...(options.more ?? [])];
  const preload = options.sync ? [] : ['--import', NO_SYNC];
  const env = { ...process.env, HOME: state };
  const running = programs.start(process.execPath, [...preload, ...args, ...where], { env });
  const daemon = await daemonOf(running, state);
  await until('it is connected', async () => {
    const status = await daemon.control.call(CONTROL_ROUTES.status, {});
    return JSON.stringify(status).includes('"connected":true') ? true : undefined;
  });
  return daemon;
}

/** The content of the one file of that name. */
export async function contentNamed(daemon: AyniDaemon, text: string): Promise<{ content: ContentId; size: number }> {
  return until(`${text} is found`, async () => {
    const found = await daemon.control.call(NETWORK_ROUTES.search, { text, limit: 10 });
    const hit = found.items.find(({ kind }) => kind === 'file');
    return hit?.content === undefined ? undefined : { content: hit.content, size: hit.size };
  });
}
