import { isIPv6, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface AdmissionLimits {
  readonly maxConnections: number;
  /** Connections beyond those that are told so; more are closed. */
  readonly maxExcess: number;
  /**
   * Whether nobody knows yet who is at the other end: such a connection makes room where all are taken, and one
   * network has half of them at most. Where absent, nobody is a stranger.
   */
  readonly isStranger?: ((socket: TLSSocket) => boolean) | undefined;
}

/** Who gets in: so many at most, and no stranger in the place of somebody who is known. */
export class Admissions {
  readonly #limits: AdmissionLimits;
  /** Their networks; the oldest first. */
  readonly #admitted = new Map<TLSSocket, string>();
  /** Connections by network, with or without TLS; no more than are accepted. */
  readonly #accepted = new Map<string, number>();
  #total = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Whether a connection may begin TLS. */
  accept(socket: Socket): boolean {
    const { maxConnections, maxExcess, isStranger } = this.#limits;
    const network = networkOf(socket.remoteAddress);
    this.#count(network, 1);
    socket.once('close', () => this.#count(network, -1));
    const most = maxConnections + maxExcess;
    if (this.#total > most) return false;
    if (isStranger === undefined) return true;
    // Those of one network that never end their handshakes leave room for others.
    const here = [...this.#admitted.values()].filter((other) => other === network).length;
    return (this.#accepted.get(network) ?? 0) - here <= half(most);
  }

  /** Whether there is a place for a connection whose TLS stands; a stranger may be closed for it. */
  admit(socket: TLSSocket): boolean {
    const { maxConnections, isStranger = () => false } = this.#limits;
    const network = networkOf(socket.remoteAddress);
    const strangers = [...this.#admitted.keys()].filter(isStranger);
    const neighbours = strangers.filter((other) => this.#admitted.get(other) === network);
    // The oldest: who came just now may be about to show who it is.
    if (neighbours.length >= half(maxConnections)) this.#close(neighbours[0]);
    else if (this.#admitted.size >= maxConnections) this.#close(strangers[0]);
    if (this.#admitted.size >= maxConnections) return false;
    this.#admitted.set(socket, network);
    socket.once('close', () => this.#admitted.delete(socket));
    return true;
  }

  #close(socket: TLSSocket | undefined): void {
    if (socket === undefined) return;
    this.#admitted.delete(socket);
    socket.destroy();
  }

  #count(network: string, by: 1 | -1): void {
    const count = (this.#accepted.get(network) ?? 0) + by;
    this.#total += by;
    if (count === 0) this.#accepted.delete(network);
    else this.#accepted.set(network, count);
  }
}

function half(count: number): number {
  return Math.ceil(count / 2);
}

/** What one household or host has: an IPv4 address, or 64 bits of an IPv6 address, in which it may take any. */
export function networkOf(address = ''): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [left = '', right] = address.replace(/%.*$/, '').split('::');
  const groups = left === '' ? [] : left.split(':');
  const behind = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? [] : Array.from({ length: 8 - groups.length - behind.length }, () => '0');
  return [...groups, ...zeros, ...behind].slice(0, 4).join(':');
}
