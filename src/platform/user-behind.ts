import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

/** Where Linux lists the ends of all TCP connections over IPv4 (proc_pid_net(5)). */
const CONNECTIONS = '/proc/net/tcp';

/**
 * Which user of this machine has the other end of a connection over 127.0.0.1.
 * @returns its number; undefined where the system does not tell, as all but Linux
 */
export async function userBehind(socket: Socket): Promise<number | undefined> {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  const [theirs, ours] = [written(remoteAddress, remotePort), written(localAddress, localPort)];
  const list = await readFile(CONNECTIONS, 'latin1').catch(() => '');
  for (const line of list.split('\n')) {
    const [, local, remote, , , , , user] = line.trim().split(/\s+/);
    if (local === theirs && remote === ours) return Number(user);
  }
  return undefined;
}

/** As the list has it: the address in the machine's order of bytes, and the port, in hexadecimal digits. */
function written(address = '', port = 0): string {
  const bytes = address.split('.').map((part) => hex(Number(part), 2));
  const ordered = endianness() === 'LE' ? bytes.toReversed() : bytes;
  return `${ordered.join('')}:${hex(port, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
