import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';

import type { PeerId } from '../../src/core/ids.ts';
import { peerIdOfCertificate, type Identity } from '../../src/net/identity/identity.ts';
import { selfSignedCertificate } from '../../src/net/identity/self-signed.ts';

/** A tracker that says nothing for so long refuses, ms. */
const ANSWER_MS = 30_000;
const BODY = JSON.stringify({ slots: { total: 8, free: 8 }, revokedVersion: 0 });
const HEARTBEAT =
  'POST /v1/lease/heartbeat HTTP/1.1\r\nHost: tracker\r\nAccept: application/json\r\n' +
  `Content-Type: application/json\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;

/** What came of one round in which every peer renewed its lease. */
export interface Renewals {
  readonly renewed: number;
  /** Answers that were no success, and connections that a tracker which lives did not keep. */
  readonly refused: number;
  /** What the first of them was. */
  readonly refusal?: string;
  /** How many found their tracker gone, and went on with the next. */
  readonly wentOn: number;
  readonly seconds: number;
  /** Between when a peer began to ask and when it had its answer, ms. */
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

export interface RenewingOptions {
  /** Where the trackers listen. Peer number n is at number n modulo their count at first. */
  readonly ports: readonly number[];
  /** Open at once; those that idle longest make room. */
  readonly connections: number;
  /** Peers that ask at once. */
  readonly together: number;
}

/** Keys and certificates of peers; each takes some 2 ms. */
export async function makeIdentities(count: number): Promise<readonly Identity[]> {
  const identities: Identity[] = [];
  while (identities.length < count) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cert = await selfSignedCertificate(privateKey, 'ayni');
    const peer: PeerId = peerIdOfCertificate(new X509Certificate(cert));
    identities.push({ key: privateKey.export({ format: 'pem', type: 'pkcs8' }), cert, peer });
  }
  return identities;
}

/** Many peers in one process that renew their leases round after round, and go on with the next tracker where theirs is gone. */
export class RenewingPeers {
  readonly #identities: readonly Identity[];
  readonly #options: RenewingOptions;
  /** Which tracker each peer is at. */
  readonly #at: number[];
  /** Of peers that ask nothing right now, in the order in which they began to idle. */
  readonly #idle = new Map<number, TLSSocket>();
  #open = 0;
  /** Peers whose turn comes in this round. */
  #waiting: number[] = [];
  #times: number[] = [];
  #refused = 0;
  #refusal: string | undefined;
  #wentOn = 0;
  #round = 0;
  #isLast = false;
  #workers: Promise<unknown> | undefined;

  constructor(identities: readonly Identity[], options: RenewingOptions) {
    this.#identities = identities;
    this.#options = options;
    this.#at = identities.map((_, number) => number % options.ports.length);
  }

  /** Begins a first round, after which another follows, until `lastRound`. */
  start(): void {
    this.#begin();
    this.#workers = Promise.all(Array.from({ length: this.#options.together }, () => this.#work()));
  }

  /** From now on every peer renews its lease once more. What was begun before does not count. */
  async lastRound(): Promise<Renewals> {
    this.#isLast = true;
    this.#begin();
    const begun = performance.now();
    await this.#workers;
    const seconds = (performance.now() - begun) / 1000;
    for (const socket of this.#idle.values()) socket.destroy();
    const sorted = this.#times.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      renewed: sorted.length,
      refused: this.#refused,
      ...(this.#refusal === undefined ? {} : { refusal: this.#refusal }),
      wentOn: this.#wentOn,
      seconds,
      p50: at(0.5),
      p99: at(0.99),
      slowest: sorted.at(-1) ?? 0,
    };
  }

  #begin(): void {
    this.#round++;
    this.#waiting = [...this.#identities.keys()];
    this.#times = [];
    this.#wentOn = 0;
  }

  async #work(): Promise<void> {
    for (;;) {
      if (this.#waiting.length === 0 && !this.#isLast) this.#begin();
      const number = this.#waiting.pop();
      if (number === undefined) return;
      const round = this.#round;
      const asked = performance.now();
      const wasRenewed = await this.#renew(number);
      if (round === this.#round && wasRenewed) this.#times.push(performance.now() - asked);
    }
  }

  /** Tries each tracker once, and a kept connection before. */
  async #renew(number: number): Promise<boolean> {
    const { ports } = this.#options;
    for (let tried = 0; tried <= ports.length; tried++) {
      const answer = await this.#ask(number);
      if (answer === 'gone') {
        this.#at[number] = ((this.#at[number] ?? 0) + 1) % ports.length;
        this.#wentOn++;
        continue;
      }
      if (answer.startsWith('2')) return true;
      return this.#refuse(answer);
    }
    return this.#refuse('no tracker is there');
  }

  #refuse(answer: string): false {
    this.#refused++;
    this.#refusal ??= answer;
    return false;
  }

  /** The answer from its status on; `gone` where the tracker is no more. */
  async #ask(number: number): Promise<string> {
    const kept = this.#idle.get(number);
    this.#idle.delete(number);
    const socket = kept ?? this.#connect(number);
    const answer = await answerOf(socket);
    if (answer === 'gone' || !answer.startsWith('2') || socket.destroyed) socket.destroy();
    else this.#keep(number, socket);
    return answer;
  }

  #connect(number: number): TLSSocket {
    if (this.#open >= this.#options.connections) {
      const [longest] = this.#idle;
      if (longest !== undefined) {
        this.#idle.delete(longest[0]);
        longest[1].destroy();
      }
    }
    const { key, cert } = this.#identities[number] ?? { key: '', cert: '' };
    const port = this.#options.ports[this.#at[number] ?? 0] ?? 0;
    // The trackers are ours, and what is looked at is not whether they prove themselves.
    const socket = connect({ host: '127.0.0.1', port, key, cert, rejectUnauthorized: false, servername: 'ayni' });
    this.#open++;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#open--;
      if (this.#idle.get(number) === socket) this.#idle.delete(number);
    });
    return socket;
  }

  #keep(number: number, socket: TLSSocket): void {
    // Where one round ends another of the same peer may be under way still.
    this.#idle.get(number)?.destroy();
    this.#idle.set(number, socket);
  }
}

function answerOf(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = (answer: string): void => {
      clearTimeout(overdue);
      socket.off('data', onData).off('close', onClose);
      resolve(answer);
    };
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length >= end + 4 + length) done(text.slice(9));
    };
    const onClose = (): void => done(text === '' ? 'gone' : text);
    const overdue = setTimeout(() => done('no answer in time'), ANSWER_MS);
    socket.on('data', onData).once('close', onClose);
    // A connection that was kept may have been closed a moment ago.
    if (socket.destroyed) done('gone');
    else socket.write(HEARTBEAT);
  });
}
