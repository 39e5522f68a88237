import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { freePort } from '../support/free-port.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const CLI = fileURLToPath(new URL('../../src/main/cli.ts', import.meta.url));
/** A command that takes longer than this, in ms, hangs. */
const COMMAND_MS = 100_000;
/** What is waited for longer than this, in ms, does not come. */
const WAIT_MS = 200_000;

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly network: string;
  readonly state: string;
  readonly peer?: { readonly id: string; readonly name: string; readonly port: number };
  readonly tracker?: { readonly port: number; readonly invites: readonly { readonly link: string }[] };
}

/** One machine: a home of its own, where `ayni` runs as a process. */
export class Machine {
  readonly folder: string;
  readonly state: string;
  /** What stands before every command: the host that this machine is. */
  prefix: readonly string[] = [];
  /** Beside what every command finds in its environment. */
  env: Readonly<Record<string, string>> = {};
  readonly #children = new Set<ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
    this.state = join(folder, 'state');
  }

  static async make(t: TestContext): Promise<Machine> {
    const machine = new Machine(await temporaryFolder(t));
    await mkdir(join(machine.folder, 'home'));
    t.after(() => machine.killAll());
    return machine;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Runs to the end. */
  async run(...args: string[]): Promise<Result> {
    return this.runWith('', ...args);
  }

  async runWith(stdin: string, ...args: string[]): Promise<Result> {
    const child = this.spawn(args);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdin?.end(stdin);
    const overdue = setTimeout(() => child.kill('SIGKILL'), COMMAND_MS);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(overdue);
    if (code === null) throw new Error(`ayni ${args.join(' ')} hangs: ${stdout}${stderr}`);
    return { code, stdout, stderr };
  }

  /** The JSON values that a command prints, which must succeed. */
  async json<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await this.run(...args, '--json');
    if (code !== 0) throw new Error(`ayni ${args.join(' ')} ends with ${code}: ${stderr}`);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
  }

  /** Starts one that stays, and waits until it tells that it runs. */
  async start(...args: string[]): Promise<{ readonly child: ChildProcess; readonly started: Started }> {
    const child = this.spawn([...args, '--json']);
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const started = await new Promise<Started>((resolve, reject) => {
      let stdout = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        const end = stdout.indexOf('\n');
        if (end >= 0) resolve(JSON.parse(stdout.slice(0, end)) as Started);
      });
      child.once('close', (code) => reject(new Error(`ayni ${args.join(' ')} ended with ${code}: ${stderr}`)));
    });
    return { child, started };
  }

  spawn(args: readonly string[], program: readonly string[] = [process.execPath, CLI]): ChildProcess {
    const [file = '', ...first] = [...this.prefix, ...program];
    const { PATH } = process.env;
    const home = join(this.folder, 'home');
    const env = {
      PATH,
      HOME: home,
      XDG_DATA_HOME: join(home, 'data'),
      AYNI_STATE: this.state,
      NO_COLOR: '1',
      ...this.env,
    };
    const child = spawn(file, [...first, ...args], { cwd: this.folder, env, stdio: 'pipe' });
    this.#children.add(child);
    child.once('close', () => this.#children.delete(child));
    return child;
  }

  async killAll(): Promise<void> {
    await Promise.all(
      [...this.#children].map(async (child) => {
        const closed = once(child, 'close');
        child.kill('SIGKILL');
        await closed;
      }),
    );
  }
}

/** The invite link that a starting `up --json` prints. */
export async function linkOf(up: ChildProcess): Promise<string> {
  assert.ok(up.stdout !== null);
  const [line] = (await once(up.stdout, 'data')) as [Buffer];
  const started = JSON.parse(line.toString()) as { tracker: { invites: { link: string }[] } };
  return started.tracker.invites[0]?.link ?? '';
}

/** The exit code and everything that was printed. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; text: string }> {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}

/** Sends a signal and waits for the exit code. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
  const closed = once(child, 'close') as Promise<[number | null]>;
  child.kill(signal);
  return (await closed)[0];
}

/** A network on loopback: `up` on one machine. */
export async function startNetwork(machine: Machine, ...args: string[]) {
  const ports = ['--tracker-port', String(await freePort()), '--port', String(await freePort())];
  const running = await machine.start('up', ...args, '--host', '127.0.0.1', ...ports, '--name', 'first');
  const link = running.started.tracker?.invites[0]?.link ?? '';
  return { ...running, link };
}

/** Until `attempt` gives something. It gives up: a test that goes on after its deadline would keep all of them waiting. */
export async function until<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  const over = performance.now() + WAIT_MS;
  for (;;) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (performance.now() > over) throw new Error(`It did not come about within ${WAIT_MS / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
