import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The path of a program, also where Debian puts servers; undefined where it is not installed. */
export function which(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** The first version-like text that `command` prints. */
export function versionOf(command: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return /\d+\.\d+[\w.-]*/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown';
}

/** Runs a program to its end. @throws what it wrote to stderr, where it fails */
export async function run(command: string, args: readonly string[], options: { cwd?: string } = {}): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${errors.trim()}`);
}

/** Loopback ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports: number[] = [];
  for (const server of servers) {
    if (!server.listening) await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

/** A program that stays: lines come out of it, lines may go in. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  line(): Promise<string>;
  write(line: string): void;
}

/** Programs that a bench starts, all ended with it, in the reverse order; at once where the bench is interrupted. */
export class Programs implements AsyncDisposable {
  readonly #running: ChildProcess[] = [];
  readonly #interrupted = (): void => {
    for (const child of this.#running) child.kill('SIGKILL');
    process.exit(130);
  };

  constructor() {
    process.once('SIGINT', this.#interrupted).once('SIGTERM', this.#interrupted);
  }

  start(command: string, args: readonly string[], options: { env?: NodeJS.ProcessEnv; stdin?: boolean } = {}): Running {
    // rsync takes a socket at stdin for inetd's: only who is to be talked to gets one.
    const talks = options.stdin === true;
    const child = spawn(command, args, {
      env: options.env ?? process.env,
      stdio: [talks ? 'pipe' : 'ignore', talks ? 'pipe' : 'ignore', 'inherit'],
    });
    this.#running.push(child);
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`${command} ended early (${code ?? signal}).`)));
    });
    failed.catch(() => undefined);
    const lines = child.stdout === null ? undefined : createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      child,
      pid: child.pid ?? 0,
      line: async () => (await Promise.race([lines?.next(), failed]))?.value ?? '',
      write: (line) => void child.stdin?.write(`${line}\n`),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off('SIGINT', this.#interrupted).off('SIGTERM', this.#interrupted);
    for (const child of this.#running.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const overdue = setTimeout(() => child.kill('SIGKILL'), 5000);
      await exited;
      clearTimeout(overdue);
    }
  }
}

/** Waits until `check` gives something. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined> | T | undefined,
  { ms = 60_000, every = 5 } = {},
): Promise<T> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const found = await check();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  throw new Error(`Waited ${ms / 1000} s in vain until ${what}.`);
}
