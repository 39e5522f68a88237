import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { makeHosts, type Host, type HostNetwork } from '../../test/support/network-hosts.ts';
import type { Programs, Running } from './programs.ts';

/** Of each host, up and down, as `tc` writes it and in bytes per second. */
export const RATE = { tc: '64mbit', bytesPerSecond: 64e6 / 8 } as const;

/** Hosts behind shaped links: network namespaces that go with the bench, also where it is interrupted. */
export class SwarmHosts implements Disposable {
  readonly hosts: readonly Host[];
  readonly #network: HostNetwork;
  readonly #remove = (): void => this[Symbol.dispose]();

  /** @param congestion as the kernel names it; its default where absent */
  constructor(count: number, congestion?: string) {
    this.#network = makeHosts(count, { rate: RATE.tc, ...(congestion === undefined ? {} : { congestion }) });
    this.hosts = this.#network.hosts;
    process.once('exit', this.#remove);
  }

  /** Ends whatever runs on them, at once. */
  endAll(): void {
    for (const { name } of this.hosts) {
      const { stdout } = spawnSync('ip', ['netns', 'pids', name], { encoding: 'utf8' });
      for (const pid of stdout.split('\n').map(Number).filter(Boolean)) kill(pid);
    }
  }

  [Symbol.dispose](): void {
    process.off('exit', this.#remove);
    // A namespace lives as long as a process in it.
    this.endAll();
    this.#network.remove();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Starts a program that stays, on a host. */
export function startOn(
  host: Host,
  programs: Programs,
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; stdin?: boolean } = {},
): Running {
  const [ip, ...before] = host.run;
  return programs.start(ip, [...before, command, ...args], options);
}

/** What `congestion` may be: what the kernel lets anybody choose. */
export function congestionsAllowed(): string[] {
  return readFileSync('/proc/sys/net/ipv4/tcp_allowed_congestion_control', 'utf8').trim().split(' ');
}

/** How a host's TCP finds its rate, as the kernel names it. */
export function congestionOf(host: Host): string {
  const [ip, ...before] = host.run;
  const read = spawnSync(ip, [...before, 'cat', '/proc/sys/net/ipv4/tcp_congestion_control'], { encoding: 'utf8' });
  return read.stdout.trim();
}

/** Bytes that a host has sent over its link. The kernel counts about one head for each 64 KB. */
export function sentBytes(host: Host): number {
  const [ip, ...before] = host.run;
  const read = spawnSync(ip, [...before, 'cat', '/sys/class/net/eth0/statistics/tx_bytes'], { encoding: 'utf8' });
  return Number(read.stdout);
}

/** A call to a server on a host's own loopback. */
export interface LocalCall {
  readonly url: string;
  /** As they stand in HTTP. */
  readonly headers?: readonly string[];
  /** Sent as JSON by POST; a GET without. */
  readonly body?: unknown;
}

/** A call that needs a word only: what is slow about making it has been done. */
export interface ArmedCall {
  /** @returns the answer. @throws what curl says where there is none, or one of status 400 and above */
  go(): Promise<unknown>;
}

/** curl waits in the host's namespace for what to call. It learns it on stdin: in argv everybody reads it. */
export function arm(host: Host, call: LocalCall): ArmedCall {
  const [ip, ...before] = host.run;
  const child = spawn(ip, [...before, 'curl', '-sS', '--fail-with-body', '--max-time', '30', '-K', '-']);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  // Whoever never says go has no use for it.
  ended.catch(() => undefined);
  const lines = [`url = ${quoted(call.url)}`, ...(call.headers ?? []).map((header) => `header = ${quoted(header)}`)];
  if (call.body !== undefined) {
    lines.push('header = "content-type: application/json"', `data = ${quoted(JSON.stringify(call.body))}`);
  }
  return {
    async go() {
      child.stdin.end(`${lines.join('\n')}\n`);
      const code = await ended;
      if (code !== 0) throw new Error(`${call.url} on ${host.name}: ${stderr.trim()} ${stdout.slice(0, 500)}`);
      return JSON.parse(stdout) as unknown;
    },
  };
}

/** As curl's configuration files want it. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
