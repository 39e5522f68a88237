import { formatAddress, type Address } from '../../../core/access/link.ts';
import type { Clock } from '../../../core/clock.ts';
import { AyniError } from '../../../core/errors.ts';
import type { ContentId, PeerId } from '../../../core/ids.ts';
import type { Logger } from '../../../core/log.ts';
import type { Source } from '../../../core/swarm/catalog.ts';
import { SourceBook, type Choice } from '../../../core/transfer/source-book.ts';
import { SpeedMeter } from '../../../core/transfer/speed-meter.ts';
import type { TrackerOperations } from '../../../wire/tracker/operations.ts';

/** Peers that a job remembers. */
const MAX_CONTACTS = 1000;
/** Addresses of one peer that are tried. */
const MAX_ADDRESSES = 16;
/** A peer counts as active for this long after its last piece, ms. */
const ACTIVE_MS = 3000;
/** Contents whose sources are kept in mind. */
const MAX_HOLDERS = 8000;
/** Lists of contents that are believed to have the same sources. */
const MAX_ALIKE = 8;
/** The only source of files that were looked up is believed to have those that come next, too, for this long, ms. */
const BELIEVED_MS = 1000;
/** Of many small files so many are looked up first. */
const SAMPLE = 16;
/** How long the tracker may take to locate, ms. */
const LOCATE_MS = 15_000;

/** A peer that a job fetches from. */
export interface Contact {
  readonly peer: PeerId;
  readonly name: string;
  readonly address: Address;
  /** Bytes per second, 0 where not measured. */
  readonly speed: number;
}

/** A peer that has a content. */
export interface Holder {
  readonly contact: Contact;
  /** All of it, as far as the tracker knows. */
  readonly whole: boolean;
}

class KnownPeer implements Contact {
  readonly peer: PeerId;
  name = '';
  addresses: readonly Address[] = [];
  #at = 0;
  readonly meter: SpeedMeter;
  lastPiece = -Infinity;

  constructor(peer: PeerId, clock: Clock) {
    this.peer = peer;
    this.meter = new SpeedMeter(clock);
  }

  get address(): Address {
    return this.addresses[this.#at % this.addresses.length] ?? { host: '', port: 0 };
  }

  get speed(): number {
    return this.meter.value();
  }

  /** Turns to the next address. False where all were tried, or another run has turned already. */
  turn(from: Address): boolean {
    if (formatAddress(from) !== formatAddress(this.address)) return true;
    this.#at = (this.#at + 1) % Math.max(1, this.addresses.length);
    return this.#at !== 0;
  }
}

/** A content, and which of the job's files has it: of small ones that is what their sources are known by. */
interface Wanted {
  readonly content: ContentId;
  readonly number?: number;
}

/** What a look-up told. */
interface Told {
  readonly holders: readonly Holder[];
  /** The number of the look-up. */
  readonly at: number;
}

/** Small files, some of which were looked up: the others are believed to have the same sources. */
interface Alike extends Told {
  /** Their numbers: V8 looks each text up in a table of all texts before it looks for it in a set. */
  readonly files: ReadonlySet<number>;
  /** When some of them, or of those before them, were looked up, ms. */
  readonly lookedUp: number;
}

/** Who has what a job needs, as the tracker tells, and how each of them did. */
export class JobSources {
  readonly #tracker: TrackerOperations;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #self: PeerId;
  readonly #book: SourceBook;
  readonly #peers = new Map<PeerId, KnownPeer>();
  /** Of the latest look-ups, the oldest first: the last files of earlier ones are still on their way. */
  readonly #holders = new Map<ContentId, Told>();
  /** The latest first. */
  readonly #alike: Alike[] = [];
  #lookUps = 0;
  #holdersBefore: readonly Holder[] = [];
  #wholeBefore: readonly Contact[] = [];
  /** Of large files, which are looked up again and again while they are fetched; one of each at most. */
  readonly #watched = new Map<ContentId, readonly Holder[]>();
  readonly #reported = new Set<PeerId>();
  #lookupFault: AyniError | undefined;

  constructor(components: { tracker: TrackerOperations; clock: Clock; log: Logger; self: PeerId }) {
    this.#tracker = components.tracker;
    this.#clock = components.clock;
    this.#log = components.log;
    this.#self = components.self;
    this.#book = new SourceBook(components.clock);
  }

  /** Why the tracker could not be asked the last time. */
  get lookupFault(): AyniError | undefined {
    return this.#lookupFault;
  }

  /** Asks who has these (at most 1,000). While the tracker is away, what is known stays. */
  async locate(contents: readonly ContentId[], { signal }: { signal: AbortSignal }): Promise<void> {
    if (contents.length === 0) return;
    try {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(LOCATE_MS)]);
      const found = await this.#tracker.locate({ contents }, { signal: deadline });
      const at = ++this.#lookUps;
      for (const content of contents) {
        this.#holders.delete(content);
        this.#holders.set(content, { holders: this.#usable(found[content] ?? []), at });
      }
      this.#forgetOldest();
      this.#lookupFault = undefined;
    } catch (error) {
      this.#cannotLocate(error, signal);
    }
  }

  /** Looks up one content once more: sources come while it is fetched. */
  async locateAgain(content: ContentId, { signal }: { signal: AbortSignal }): Promise<void> {
    try {
      const deadline = AbortSignal.any([signal, AbortSignal.timeout(LOCATE_MS)]);
      const found = await this.#tracker.locate({ contents: [content] }, { signal: deadline });
      this.#watched.set(content, this.#usable(found[content] ?? []));
      this.#lookupFault = undefined;
    } catch (error) {
      this.#cannotLocate(error, signal);
    }
  }

  /**
   * As `locate`, for small files, which mostly have the same sources: a few of them are looked up, and where those
   * agree, the others are believed to have the same sources until one of them lacks one; see `unsure`.
   */
  async locateAlike(files: readonly Required<Wanted>[], options: { signal: AbortSignal }): Promise<void> {
    const step = Math.floor(files.length / SAMPLE);
    if (step < 2) return this.locate(contentsOf(files), options);
    const [before] = this.#alike;
    // Of several one may have only what comes first.
    const isRecent = before !== undefined && this.#clock.now() - before.lookedUp < BELIEVED_MS;
    if (isRecent && before.holders.length === 1 && this.#lookupFault === undefined) {
      this.#believe({ ...before, files: numbersOf(files) });
      return undefined;
    }
    const sample = contentsOf(files.filter((_, index) => index % step === 0));
    await this.locate(sample, options);
    if (this.#lookupFault !== undefined) return undefined;
    const [first = [], ...others] = sample.map((content) => this.#holders.get(content)?.holders ?? []);
    const agree = others.every((holders) => areAlike(holders, first));
    if (!agree || first.length === 0) return this.locate(contentsOf(files, sample), options);
    this.#believe({ files: numbersOf(files), holders: first, at: this.#lookUps, lookedUp: this.#clock.now() });
    return undefined;
  }

  #believe(alike: Alike): void {
    this.#alike.unshift(alike);
    this.#alike.splice(MAX_ALIKE);
  }

  /** Whether the sources of a file are those of its neighbours, so it is believed. */
  unsure(wanted: Wanted): boolean {
    const told = this.#told(wanted);
    return told !== undefined && told !== this.#holders.get(wanted.content);
  }

  /** What was told last. */
  #told({ content, number }: Wanted): Told | undefined {
    const alike = number === undefined ? undefined : this.#alike.find(({ files }) => files.has(number));
    // Nothing was looked up since.
    if (alike?.at === this.#lookUps) return alike;
    const own = this.#holders.get(content);
    return alike !== undefined && (own === undefined || own.at < alike.at) ? alike : own;
  }

  /** Forgets the oldest beyond `MAX_HOLDERS`. */
  #forgetOldest(): void {
    for (const oldest of this.#holders.keys()) {
      if (this.#holders.size <= MAX_HOLDERS) break;
      this.#holders.delete(oldest);
    }
  }

  /** The content is not fetched any more. */
  forget(content: ContentId): void {
    this.#watched.delete(content);
  }

  #cannotLocate(error: unknown, signal: AbortSignal): void {
    signal.throwIfAborted();
    this.#lookupFault = AyniError.from(error);
    this.#log.debug({ error: this.#lookupFault.message }, 'the tracker cannot be asked for sources');
  }

  /** Which source to ask for a content as a whole now. */
  choose(wanted: Wanted): Choice<Contact> {
    return this.#book.choose(wanted.content, this.#whole(wanted));
  }

  /** All that may be asked for a content as a whole now. */
  awake(wanted: Wanted): readonly Contact[] {
    return this.#book.awake(wanted.content, this.#whole(wanted));
  }

  #whole(wanted: Wanted): readonly Contact[] {
    const holders = this.#holdersOf(wanted);
    // Mostly those of the content before.
    if (holders !== this.#holdersBefore) {
      this.#holdersBefore = holders;
      this.#wholeBefore = holders.filter(({ whole }) => whole).map(({ contact }) => contact);
    }
    return this.#wholeBefore;
  }

  /** Whether anybody who is known to have some of a content may be asked, and if not, why. */
  outlook(content: ContentId): Choice<Contact> {
    return this.#book.choose(
      content,
      this.holders(content).map(({ contact }) => contact),
    );
  }

  /** Everybody who has some of a content, as far as is known. */
  holders(content: ContentId): readonly Holder[] {
    return this.#holdersOf({ content });
  }

  #holdersOf(wanted: Wanted): readonly Holder[] {
    const watched = this.#watched.size === 0 ? undefined : this.#watched.get(wanted.content);
    return watched ?? this.#told(wanted)?.holders ?? this.#likely();
  }

  mayAsk(contact: Contact, content: ContentId): boolean {
    return this.#book.mayAsk(contact.peer, content);
  }

  /** Whether there is anybody who may be asked for something now. */
  anyAwake(): boolean {
    return this.#book.anyAwake(this.#peers.keys());
  }

  received(contact: Contact, bytes: number): void {
    const known = this.#peers.get(contact.peer);
    if (known === undefined) return;
    const now = this.#clock.now();
    if (now - known.lastPiece > ACTIVE_MS) known.meter.restart();
    known.lastPiece = now;
    known.meter.add(bytes);
    this.#book.succeeded(contact.peer);
  }

  /** @param address that failed: a peer with several is tried at the next before it counts as failed */
  failed(contact: Contact, address: Address, content: ContentId, error: AyniError): void {
    const elsewhere = error.code === 'unreachable' || error.code === 'wrong-peer' || error.code === 'timeout';
    if (elsewhere && this.#peers.get(contact.peer)?.turn(address) === true) return;
    this.#book.failed(contact.peer, content, error);
    const { code, message } = error;
    this.#log[code === 'corrupt-piece' ? 'warn' : 'debug']({ peer: contact.peer, content, code }, message);
    if (code === 'corrupt-piece') void this.#report(contact.peer, content);
  }

  /** Once a peer: whoever lied is left for good. */
  async #report(peer: PeerId, content: ContentId): Promise<void> {
    if (this.#reported.has(peer)) return;
    this.#reported.add(peer);
    try {
      await this.#tracker.report({ peer, content }, { signal: AbortSignal.timeout(LOCATE_MS) });
    } catch (error) {
      this.#log.debug({ error: AyniError.from(error).message }, 'the tracker could not be told who lied');
    }
  }

  /** It was not what was asked for that was wrong: whoever did not give it may be asked again. */
  forgive(content: ContentId): void {
    this.#book.forgive(content);
  }

  /** Asks everybody again at once. */
  wake(): void {
    this.#book.wake();
  }

  active(): { peer: PeerId; name: string; bytesPerSecond: number }[] {
    const since = this.#clock.now() - ACTIVE_MS;
    return [...this.#peers.values()]
      .filter((known) => known.lastPiece >= since)
      .map(({ peer, name, speed }) => ({ peer, name, bytesPerSecond: Math.round(speed) }));
  }

  /** Whoever served this job before, when the tracker cannot say who has a content. */
  #likely(): Holder[] {
    if (this.#lookupFault === undefined) return [];
    const served = [...this.#peers.values()].filter((known) => known.lastPiece > -Infinity);
    return served.map((contact) => ({ contact, whole: true }));
  }

  #usable(sources: readonly Source[]): Holder[] {
    const usable: Holder[] = [];
    for (const source of sources) {
      if (source.peer === this.#self) continue;
      const addresses = source.endpoints
        .filter(({ protocol }) => protocol === 'ayni')
        .slice(0, MAX_ADDRESSES)
        .map(({ host, port }) => ({ host, port }));
      if (addresses.length === 0) continue;
      let known = this.#peers.get(source.peer);
      if (known === undefined) {
        if (this.#peers.size >= MAX_CONTACTS) continue;
        known = new KnownPeer(source.peer, this.#clock);
        this.#peers.set(source.peer, known);
      }
      known.name = source.name;
      known.addresses = addresses;
      usable.push({ contact: known, whole: source.whole });
    }
    return usable;
  }
}

/** Each once, without those of `others`. */
function contentsOf(files: readonly Wanted[], others: readonly ContentId[] = []): ContentId[] {
  const contents = new Set(files.map(({ content }) => content));
  for (const other of others) contents.delete(other);
  return [...contents];
}

function numbersOf(files: readonly Required<Wanted>[]): ReadonlySet<number> {
  return new Set(files.map(({ number }) => number));
}

function areAlike(some: readonly Holder[], others: readonly Holder[]): boolean {
  const known = new Map(others.map(({ contact, whole }) => [contact, whole]));
  return some.length === known.size && some.every(({ contact, whole }) => known.get(contact) === whole);
}
