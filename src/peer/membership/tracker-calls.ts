import type { Static, TObject, TSchema } from 'typebox';
import { formatAddress, parseAddress, type Address } from '../../core/access/link.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import type { NetworkId } from '../../core/ids.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import type { HttpsClient } from '../../net/http/https-client.ts';
import { errorOfAnswer } from '../../wire/http/error-body.ts';
import { MAX_TRACKERS } from '../../wire/tracker/limits.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import { encodeRequest } from '../../wire/tracker/request-coding.ts';
import type { TrackerRoute } from '../../wire/tracker/routes.ts';
import { parseJson, proveTracker, type ProvenTracker } from './tracker-proof.ts';

export interface TrackerCallOptions {
  /** For each tracker that is tried, ms. */
  readonly timeoutMs: number;
  /** The same while there is another one to try, where that is less. */
  readonly impatientMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** A second tracker must not be asked when the first may have done it already. */
  readonly once?: boolean;
}

/** Another tracker may do better: this one is away, not what it should be, or in no state to answer. */
const ITS_OWN_FAULT: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'timeout',
  'cut-off',
  'bad-answer',
  'wrong-peer',
  'too-many-connections',
  'internal',
]);
/** It cannot have done what it was asked. */
const UNDONE: ReadonlySet<ErrorCode> = new Set(['unreachable', 'wrong-peer', 'too-many-connections']);
/** The addresses that the network names, and as many that were known before. */
const MAX_ADDRESSES = 2 * MAX_TRACKERS;
const EVENTS_IDLE_MS = 45_000;

/**
 * Calls to whichever tracker of the network answers. Every tracker has to prove that it is of the network before
 * anything else is said to it, and what is said goes only to who proved it. They are tried in turn, beginning with the
 * one that answered last; one that failed comes last until it answers again, so that only the first call waits for it.
 */
export class TrackerCalls {
  readonly #http: HttpsClient;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #network: NetworkId;
  #addresses: readonly Address[];
  #answeredLast: string | undefined;
  #publicKey: string | undefined;
  /** Addresses that did not answer when they were asked last. */
  readonly #doubted = new Set<string>();
  /** By address; as many as there are addresses. */
  readonly #proven = new Map<string, ProvenTracker>();

  constructor(
    { http, clock, log = SILENT }: { readonly http: HttpsClient; readonly clock: Clock; readonly log?: Logger },
    { network, trackers }: { readonly network: NetworkId; readonly trackers: readonly Address[] },
  ) {
    this.#http = http;
    this.#clock = clock;
    this.#log = log;
    this.#network = network;
    this.#addresses = trackers;
  }

  /** `host:port` of the tracker that answered last. */
  get answeredLast(): string | undefined {
    return this.#answeredLast;
  }

  get addresses(): readonly string[] {
    return this.#addresses.map(formatAddress);
  }

  /** The network's key, once a tracker told it; it hashes to the network's id. */
  get publicKey(): string | undefined {
    return this.#publicKey;
  }

  /** Takes over the network's own list. Addresses known before stay at its end: one of them led here. */
  learn(told: readonly string[]): void {
    const addresses = new Map<string, Address>();
    for (const text of [...told, ...this.addresses]) {
      try {
        const address = parseAddress(text);
        if (addresses.size < MAX_ADDRESSES) addresses.set(formatAddress(address), address);
      } catch {
        this.#log.warn({ address: text.slice(0, 80) }, 'the tracker names an address that is none');
      }
    }
    this.#addresses = [...addresses.values()];
    for (const known of this.#proven.keys()) if (!addresses.has(known)) this.#proven.delete(known);
    for (const doubted of this.#doubted) if (!addresses.has(doubted)) this.#doubted.delete(doubted);
  }

  /** Whenever the tracker that answered last ends a connection. Returns what to call to listen no more. */
  onLost(listener: () => void): () => void {
    return this.#http.onLost((address) => {
      if (formatAddress(address) === this.#answeredLast) listener();
    });
  }

  /**
   * The answer to a request, validated.
   * @throws {AyniError} what the tracker says; where none answers, what is wrong with the one that came furthest
   */
  async call<Answer extends TSchema>(
    route: TrackerRoute<TObject, Answer>,
    request: Readonly<Record<string, unknown>>,
    options: TrackerCallOptions,
  ): Promise<Static<Answer>> {
    const sent = encodeRequest(route, request);
    return this.#anyTracker(options, async (address, proven, { timeoutMs, signal }) => {
      const where = formatAddress(address);
      const answer = await this.#http.request(address, {
        ...sent,
        expected: proven.peer,
        maxBytes: route.answerBytes,
        timeoutMs,
        signal,
      });
      if (answer.status !== route.status) {
        const retryAfter = answer.headers['retry-after'];
        throw errorOfAnswer({ status: answer.status, body: answer.body, retryAfter }, where);
      }
      return parseAnswer(route.answer, route.status === 204 ? {} : parseJson(answer.body, where));
    });
  }

  /** The bytes that answer a request, as they come, from one tracker. */
  async *stream(
    route: TrackerRoute,
    request: Readonly<Record<string, unknown>>,
    options: TrackerCallOptions,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const { signal } = options;
    const { method, path } = encodeRequest(route, request);
    const found = await this.#anyTracker(options, async (address, proven) => ({ address, proven }));
    const headers = { accept: 'text/event-stream' };
    const stream = { method, path, headers, expected: found.proven.peer, idleMs: EVENTS_IDLE_MS, signal };
    try {
      yield* this.#http.stream(found.address, stream);
    } catch (error) {
      if (AyniError.is(error, 'wrong-peer')) this.#proven.delete(formatAddress(found.address));
      throw error;
    }
  }

  async #anyTracker<T>(
    options: TrackerCallOptions,
    attempt: (address: Address, proven: ProvenTracker, options: TrackerCallOptions) => Promise<T>,
  ): Promise<T> {
    const failures: AyniError[] = [];
    const { timeoutMs, impatientMs = timeoutMs } = options;
    const addresses = this.#inTurn();
    for (const [index, address] of addresses.entries()) {
      const where = formatAddress(address);
      const isLast = index === addresses.length - 1;
      const patient = { ...options, timeoutMs: isLast ? timeoutMs : Math.min(timeoutMs, impatientMs) };
      let asked = false;
      try {
        const proven = await this.#prove(address, patient);
        asked = true;
        const result = await attempt(address, proven, patient);
        this.#answered(where);
        return result;
      } catch (cause) {
        const error = AyniError.from(cause);
        // It may be another one by now; the next call looks again.
        if (error.code === 'wrong-peer') this.#proven.delete(where);
        if (error.code === 'cancelled') throw error;
        if (asked && !ITS_OWN_FAULT.has(error.code)) {
          this.#answered(where);
          throw error;
        }
        this.#doubted.add(where);
        if (asked && options.once === true && !UNDONE.has(error.code)) throw error;
        this.#log.debug({ tracker: where, code: error.code, reason: error.message }, 'a tracker does not answer');
        failures.push(error);
      }
    }
    // Where one answered, but wrongly, that says more than that the others are away.
    const telling = failures.find(({ code }) => code !== 'unreachable' && code !== 'timeout') ?? failures[0];
    if (telling?.code === 'unreachable' || telling?.code === 'timeout') {
      const { code, message, context } = telling;
      throw new AyniError(code, `No tracker answers: ${message}`, { context, cause: telling });
    }
    throw telling ?? new AyniError('unreachable', 'No address of a tracker is known: join again with a link.');
  }

  #answered(where: string): void {
    this.#answeredLast = where;
    this.#doubted.delete(where);
  }

  #inTurn(): readonly Address[] {
    const last = this.#addresses.findIndex((address) => formatAddress(address) === this.#answeredLast);
    const turned = last <= 0 ? this.#addresses : [...this.#addresses.slice(last), ...this.#addresses.slice(0, last)];
    const doubtful = (address: Address): boolean => this.#doubted.has(formatAddress(address));
    return [...turned.filter((each) => !doubtful(each)), ...turned.filter(doubtful)];
  }

  async #prove(address: Address, { timeoutMs, signal }: TrackerCallOptions): Promise<ProvenTracker> {
    const where = formatAddress(address);
    const known = this.#proven.get(where);
    if (known !== undefined && known.expires * 1000 > this.#clock.now()) return known;
    const components = { http: this.#http, clock: this.#clock };
    const proven = await proveTracker(components, address, this.#network, { timeoutMs, signal });
    this.#proven.set(where, proven);
    this.#publicKey = proven.publicKey;
    this.#log.info({ tracker: where, peer: proven.peer }, 'found a tracker of the network');
    return proven;
  }
}
