import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

/** One host: a network namespace with an address of its own. */
export interface Host {
  readonly name: string;
  readonly address: string;
  /** What to put before a command so that it runs on this host. */
  readonly run: readonly [string, ...string[]];
}

export interface HostNetwork {
  readonly hosts: readonly Host[];
  /** Unplugs or plugs in a host's cable. */
  plug(host: Host, plugged: boolean): void;
  remove(): void;
}

export interface HostNetworkOptions {
  /** Each host's up- and downlink, as `tc` writes it (`64mbit`); unlimited without. */
  readonly rate?: string;
  /** How each host's TCP finds its rate, as the kernel names it (`reno`); the kernel's default without. */
  readonly congestion?: string;
}

function ip(...args: string[]): void {
  run('ip', ...args);
}

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

/** Whether this process may make namespaces here. */
export function canMakeHosts(): boolean {
  const name = `ayni-probe-${randomBytes(3).toString('hex')}`;
  const made = spawnSync('ip', ['netns', 'add', name]).status === 0;
  if (made) spawnSync('ip', ['netns', 'del', name]);
  return made;
}

/**
 * Hosts on one switch, as network namespaces joined by veth pairs; the switch is a namespace too, so that nothing of
 * the machine's own network changes. Addresses are 10.77.x.y. The caller removes it.
 */
export function makeHosts(count: number, options: HostNetworkOptions = {}): HostNetwork {
  const tag = randomBytes(2).toString('hex');
  const hub = `ayni-${tag}-hub`;
  const names: string[] = [];
  const remove = () => {
    for (const name of [...names, hub]) spawnSync('ip', ['netns', 'del', name]);
  };
  try {
    ip('netns', 'add', hub);
    ip('-n', hub, 'link', 'add', 'bridge', 'type', 'bridge');
    ip('-n', hub, 'link', 'set', 'bridge', 'up');
    const hosts = Array.from({ length: count }, (_, index) => {
      const name = `ayni-${tag}-${index}`;
      const address = `10.77.${Math.floor(index / 250)}.${(index % 250) + 1}`;
      ip('netns', 'add', name);
      names.push(name);
      ip('-n', name, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', `port${index}`, 'netns', hub);
      ip('-n', hub, 'link', 'set', `port${index}`, 'master', 'bridge', 'up');
      ip('-n', name, 'address', 'add', `${address}/16`, 'dev', 'eth0');
      ip('-n', name, 'link', 'set', 'eth0', 'up');
      ip('-n', name, 'link', 'set', 'lo', 'up');
      if (options.congestion !== undefined) {
        run('ip', 'netns', 'exec', name, 'sysctl', '-qw', `net.ipv4.tcp_congestion_control=${options.congestion}`);
      }
      if (options.rate !== undefined) {
        shape(name, 'eth0', options.rate);
        shape(hub, `port${index}`, options.rate);
      }
      return { name, address, run: ['ip', 'netns', 'exec', name] as const };
    });
    return {
      hosts,
      plug: (host, plugged) => ip('-n', host.name, 'link', 'set', 'eth0', plugged ? 'up' : 'down'),
      remove,
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function shape(namespace: string, device: string, rate: string): void {
  const filter = ['qdisc', 'add', 'dev', device, 'root', 'tbf', 'rate', rate, 'burst', '128kb', 'limit', '384kb'];
  run('tc', '-n', namespace, ...filter);
}
