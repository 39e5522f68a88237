import type { Authorization } from '../../core/access/authorization.ts';
import type { Role } from '../../core/access/role.ts';
import { Backoff } from '../../core/backoff.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { NetworkId, PeerId } from '../../core/ids.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import type { Slots } from '../../core/swarm/catalog.ts';
import { CredentialVerifier } from '../../net/identity/credential-verifier.ts';
import type { Identity } from '../../net/identity/identity.ts';
import type {
  AnnounceAnswer,
  Announcement,
  CallOptions,
  Lease,
  TrackerOperations,
} from '../../wire/tracker/operations.ts';
import { Authorizer } from './authorizer.ts';
import { removeMembership, saveMembership, type MembershipRecord } from './membership-record.ts';
import { acceptCredential } from './own-credential.ts';
import { AGAIN, pause } from './pause.ts';
import { removeRevoked, saveRevoked, type RevokedList } from './revoked-list.ts';
import type { TrackerClient } from './tracker-client.ts';

export interface MembershipComponents {
  readonly identity: Identity;
  readonly client: TrackerClient;
  /** As `join` made it or `loadMembership` found it. */
  readonly record: MembershipRecord;
  readonly clock: Clock;
  readonly log?: Logger;
  readonly stateFolder: string;
  /** As `loadRevoked` found it; none are known where absent. */
  readonly revoked?: RevokedList;
}

export interface MembershipOptions {
  /** Where this peer listens; without host, at the address that the tracker sees. */
  readonly endpoints: () => Announcement['endpoints'];
  readonly slots: () => Slots;
  /** Program and version. */
  readonly agent: string;
  /** Ask the tracker about every connection. */
  readonly strict?: boolean;
  readonly backoff?: Backoff;
}

export interface MembershipState {
  readonly connected: boolean;
  /** `host:port` of the tracker that answered last. */
  readonly tracker?: string;
  /** One line, while not connected. */
  readonly lastError?: string;
  readonly role: Role;
  readonly groups: readonly string[];
  readonly network: NetworkId;
  /** Since when it is connected or not, ms since the Unix epoch. */
  readonly since: number;
  /** Set when the membership is over: revoked, or left. */
  readonly ended?: string;
}

/** A tracker may ask for less than this, seconds; timers have an end. */
const MAX_INTERVAL = 3_600;
/**
 * When the tracker ends a connection, the next heartbeat comes within this time instead of its own, ms: of many peers
 * that lost a tracker not all come to the next one at once.
 */
const HURRY_MS = 1_500;
/** But not more often than this, ms: a tracker may end each connection that it answers on. */
const HURRY_EVERY_MS = 5_000;
/** How long saying goodbye may take, ms. */
const LEAVE_MS = 2_000;

/**
 * This peer's presence at the tracker: announces it, for as long as it takes until a tracker answers; keeps the lease,
 * the credential and the lists of trackers and revoked peers fresh; says who may fetch from here.
 */
export class Membership {
  readonly #identity: Identity;
  readonly #client: TrackerClient;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #stateFolder: string;
  readonly #options: MembershipOptions;
  readonly #verifier: CredentialVerifier;
  readonly #authorizer: Authorizer;
  readonly #backoff: Backoff;
  readonly #onAnnounced = new Set<(answer: AnnounceAnswer) => void>();
  readonly #onLease = new Set<(lease: Lease) => void>();
  readonly #onRevoked = new Set<(peers: ReadonlySet<PeerId>) => void>();
  readonly #onEnded = new Set<(reason: AyniError) => void>();
  readonly #stopped = new AbortController();
  #running: Promise<void> | undefined;
  #hurry: (() => void) | undefined;
  /** As of `performance.now()`. */
  #hurried = -Infinity;
  #record: MembershipRecord;
  #revokedVersion = -1;
  #connected = false;
  #since: number;
  #lastError: AyniError | undefined;
  #ended: AyniError | undefined;

  /** @throws {AyniError} `credential-invalid` where the record's key is none */
  constructor(components: MembershipComponents, options: MembershipOptions) {
    const { identity, client, record, clock, log = SILENT, stateFolder, revoked } = components;
    this.#identity = identity;
    this.#client = client;
    this.#record = record;
    this.#clock = clock;
    this.#log = log;
    this.#stateFolder = stateFolder;
    this.#options = options;
    this.#verifier = new CredentialVerifier(record.publicKey, { clock });
    this.#authorizer = new Authorizer(
      { verifier: this.#verifier, tracker: client, clock },
      { strict: options.strict ?? false },
    );
    if (revoked !== undefined) {
      this.#authorizer.revoke(revoked.peers);
      this.#revokedVersion = revoked.version;
    }
    this.#backoff = options.backoff ?? new Backoff(AGAIN);
    this.#since = clock.now();
  }

  get tracker(): TrackerOperations {
    return this.#client;
  }

  get record(): MembershipRecord {
    return this.#record;
  }

  /** The latest, for other peers; not for logs. */
  get credential(): string {
    return this.#record.credential;
  }

  state(): MembershipState {
    const { answeredLast } = this.#client;
    const { role, groups, network } = this.#record;
    return {
      connected: this.#connected,
      ...(answeredLast === undefined ? {} : { tracker: answeredLast }),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError.message }),
      role,
      groups,
      network,
      since: this.#since,
      ...(this.#ended === undefined ? {} : { ended: this.#ended.message }),
    };
  }

  /** Begins to announce, and returns at once: the tracker may come later. */
  start(): void {
    this.#running ??= this.#keepPresent(this.#stopped.signal);
  }

  /** Tells the tracker, if it is there, and ends. */
  async stop(): Promise<void> {
    const present = this.#connected;
    this.#stopped.abort();
    await this.#running;
    if (!present || this.#ended !== undefined) return;
    this.#setConnected(false);
    try {
      await this.#client.leave({ forget: false }, { signal: AbortSignal.timeout(LEAVE_MS) });
    } catch (error) {
      // The lease ends by itself.
      this.#log.debug({ code: AyniError.from(error).code }, 'the tracker did not hear that this peer leaves');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * Ends the membership: the tracker forgets this peer and what it published, and so does the state folder.
   * @throws {AyniError} as all calls to the tracker, which then still knows the member
   */
  async leave(options: CallOptions = {}): Promise<void> {
    await this.#client.leave({ forget: true }, options);
    await this.#end(new AyniError('not-joined', 'This peer has left the network.'));
    await this.stop();
  }

  /**
   * Who may fetch, for the upload server; asked once for each connection and credential.
   * @throws {AyniError} `unauthenticated`, `credential-invalid`, `credential-expired`, `revoked`
   */
  async authorize(credential: string, peer: PeerId, options: CallOptions = {}): Promise<Authorization> {
    if (this.#ended !== undefined) {
      throw new AyniError('unauthenticated', 'This peer is no longer a member of the network.');
    }
    return this.#authorizer.authorize(credential, peer, options);
  }

  /** After each announcement that the tracker took. Returns what to call to listen no more. */
  onAnnounced(listener: (answer: AnnounceAnswer) => void): () => void {
    this.#onAnnounced.add(listener);
    return () => this.#onAnnounced.delete(listener);
  }

  /** After each answer that this peer is there. */
  onLease(listener: (lease: Lease) => void): () => void {
    this.#onLease.add(listener);
    return () => this.#onLease.delete(listener);
  }

  /** All revoked peers, whenever the list changes. */
  onRevoked(listener: (peers: ReadonlySet<PeerId>) => void): () => void {
    this.#onRevoked.add(listener);
    return () => this.#onRevoked.delete(listener);
  }

  /** The membership is over: `revoked` by an admin, or `not-joined` after `leave`. Nothing is served any more. */
  onEnded(listener: (reason: AyniError) => void): () => void {
    this.#onEnded.add(listener);
    return () => this.#onEnded.delete(listener);
  }

  async #keepPresent(signal: AbortSignal): Promise<void> {
    const unlisten = this.#client.onLost(() => this.#hurry?.());
    try {
      await this.#beatOnAndOn(signal);
    } finally {
      unlisten();
    }
  }

  async #beatOnAndOn(signal: AbortSignal): Promise<void> {
    // A lease that the tracker granted, as far as we know.
    let announced = false;
    while (!signal.aborted && this.#ended === undefined) {
      let waitMs: number;
      let answered = false;
      try {
        const lease = announced ? await this.#beat(signal) : await this.#announce(signal);
        announced = true;
        this.#backoff.reset();
        this.#setConnected(true);
        // Not all at once after a tracker's restart; never later than it wants.
        waitMs = Math.min(lease.interval, MAX_INTERVAL) * 1000 * (0.8 + Math.random() * 0.2);
        answered = true;
      } catch (cause) {
        const error = AyniError.from(cause);
        if (signal.aborted) return;
        if (error.code === 'revoked') return this.#end(error);
        if (announced && error.code === 'not-found') {
          this.#log.info({}, 'the lease is lost, announcing again');
          announced = false;
          continue;
        }
        this.#setConnected(false, error);
        waitMs = this.#backoff.next();
      }
      await (answered ? this.#rest(waitMs, signal) : pause(waitMs, signal).catch(() => {}));
    }
  }

  /** Until the next heartbeat, which comes sooner where the tracker seems to be gone. */
  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const hurry = new AbortController();
    this.#hurry = () => {
      if (performance.now() - this.#hurried > HURRY_EVERY_MS) hurry.abort();
    };
    await pause(ms, AbortSignal.any([signal, hurry.signal])).catch(() => {});
    this.#hurry = undefined;
    if (!hurry.signal.aborted || signal.aborted) return;
    this.#hurried = performance.now();
    await pause(Math.random() * Math.min(ms, HURRY_MS), signal).catch(() => {});
  }

  async #announce(signal: AbortSignal): Promise<Lease> {
    const { endpoints, slots, agent } = this.#options;
    const announcement = { endpoints: endpoints(), slots: slots(), agent, revokedVersion: this.#revokedVersion };
    const answer = await this.#client.announce(announcement, { signal });
    await this.#take(answer);
    this.#tell(this.#onAnnounced, answer);
    return answer;
  }

  async #beat(signal: AbortSignal): Promise<Lease> {
    const heartbeat = { slots: this.#options.slots(), revokedVersion: this.#revokedVersion };
    const lease = await this.#client.heartbeat(heartbeat, { signal });
    await this.#take(lease);
    return lease;
  }

  /** What is new in a lease. */
  async #take(lease: Lease): Promise<void> {
    if (lease.revoked !== undefined && lease.revoked.version !== this.#revokedVersion) {
      const peers = new Set(lease.revoked.peers);
      this.#authorizer.revoke(peers);
      this.#revokedVersion = lease.revoked.version;
      this.#log.info({ version: lease.revoked.version, peers: peers.size }, 'the list of revoked peers changed');
      this.#tell(this.#onRevoked, peers);
      const list = { version: lease.revoked.version, peers };
      await this.#write(() => saveRevoked(this.#stateFolder, this.#record.network, list));
    }
    this.#client.learnTrackers(lease.trackers);
    this.#tell(this.#onLease, lease);
    const record = { ...this.#record, ...(await this.#renewed(lease)), trackers: this.#client.trackers };
    if (JSON.stringify(record) === JSON.stringify(this.#record)) return;
    this.#record = record;
    await this.#write(() => saveMembership(this.#stateFolder, record));
  }

  async #write(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // It is good for this run; the next one is told again.
      this.#log.warn({ err: error }, 'the membership could not be written to the state folder');
    }
  }

  async #renewed({ credential: token }: Lease): Promise<Partial<MembershipRecord>> {
    if (token === undefined) return {};
    const credential = await acceptCredential(token, {
      verifier: this.#verifier,
      peer: this.#identity.peer,
      clock: this.#clock,
    });
    return { credential: token, role: credential.role, groups: credential.groups };
  }

  async #end(reason: AyniError): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#setConnected(false, reason);
    this.#log.warn({ code: reason.code }, `the membership has ended: ${reason.message}`);
    this.#tell(this.#onEnded, reason);
    try {
      await removeMembership(this.#stateFolder);
      await removeRevoked(this.#stateFolder);
    } catch (error) {
      this.#log.warn({ err: error }, 'the membership could not be removed from the state folder');
    }
  }

  /** A listener that fails is a bug of its own; the lease goes on. */
  #tell<T>(listeners: ReadonlySet<(value: T) => void>, value: T): void {
    for (const listener of listeners) {
      try {
        listener(value);
      } catch (error) {
        this.#log.error({ err: error }, 'a listener of the membership failed');
      }
    }
  }

  #setConnected(connected: boolean, error?: AyniError): void {
    if (connected !== this.#connected) {
      this.#since = this.#clock.now();
      if (connected) this.#log.info({ tracker: this.#client.answeredLast }, 'connected to the tracker');
    }
    // Once for each reason, not for each attempt.
    if (error !== undefined && error.message !== this.#lastError?.message) {
      this.#log.warn({ code: error.code }, `not connected to the tracker: ${error.message}`);
    }
    this.#connected = connected;
    this.#lastError = error;
  }
}
