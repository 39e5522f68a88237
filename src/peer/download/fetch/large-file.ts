import { Bitfield } from '../../../core/content/bitfield.ts';
import { PAGE_PIECES, pageLength, pieceLength } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import type { PieceFacts } from '../../../core/transfer/piece-map.ts';
import { PiecePicker } from '../../../core/transfer/piece-picker.ts';
import { SourceWidth } from '../../../core/transfer/source-width.ts';
import { runLength, type Run } from '../../../core/transfer/run-planner.ts';
import { encodeBitfield, inHeader } from '../../../wire/http/bitfield-body.ts';
import type { ServingHandle } from '../../library/partial-contents.ts';
import type { JobContext } from '../job-context.ts';
import type { SourceField } from '../sources/source-field.ts';
import type { PageHashes } from '../sources/page-hashes.ts';
import { Engine } from './engine.ts';
import { callOff, isInTime, makeWay } from './on-their-way.ts';
import { isLocal, WHOLE, type Outcome } from './outcome.ts';
import { verifiedBytes, type PartFile } from './part-file.ts';
import type { Asked, SwarmSource } from './swarm-source.ts';
import { MAX_SOURCES, SwarmSources } from './swarm-sources.ts';
import { ThreadChoice } from './thread-choice.ts';

/** While others fetch the same, so many requests are on their way: with more, each piece takes too long to be traded. */
const MAX_YOUNG_REQUESTS = 8;
/** Whoever has so many pieces less than those it trades with, on average, asks for twice as much at once: all should end together. */
const BEHIND_PIECES = 8;
/** Requests to one source at once: the next is on its way before the last one ends, so that no connection idles. */
const AHEAD = 2;
/** How long it takes until those who begin together know of each other, ms. */
const YOUNG_MS = 2000;
/** How often it is looked whether something is late, ms. */
const TICK_MS = 250;
/** So long, s, a source that fetches the same may wait until it has something for us. */
const WAIT_S = 2;
/** A source without anything for us is asked again after this, ms. */
const EMPTY_MS = 500;
/** Without a piece for this long, ms, the job waits for other sources. */
const FRUITLESS_MS = 30_000;

/** Fetches what a part lacks, from many sources at once. */
export class LargeFile {
  readonly #context: JobContext;
  readonly #part: PartFile;
  readonly #pages: PageHashes;
  readonly #serving: ServingHandle;
  readonly #picker: PiecePicker;
  readonly #sources: SwarmSources;
  readonly #running = new Set<Promise<void>>();
  readonly #begun: number;
  readonly #threads: ThreadChoice;
  readonly #width: SourceWidth;
  #lastPiece: number;
  #requests = 0;
  #fault: AyniError | undefined;
  #wake: () => void = () => undefined;

  /** @param serving of the same part */
  constructor(context: JobContext, part: PartFile, pages: PageHashes, serving: ServingHandle) {
    this.#context = context;
    this.#part = part;
    this.#pages = pages;
    this.#serving = serving;
    this.#picker = new PiecePicker(part.bits, Math.random);
    this.#sources = new SwarmSources(context, part.row, {
      onNews: () => this.#wake(),
      start: (work) => this.#start(work),
    });
    this.#threads = new ThreadChoice(this.#sources, context.receiver);
    this.#begun = performance.now();
    this.#width = new SourceWidth(MAX_SOURCES, this.#begun);
    this.#lastPiece = this.#begun;
  }

  /** What is here, is on its way, and who has what. */
  pieces(): PieceFacts {
    const known = [...this.#sources].filter((source) => source.known);
    return {
      have: this.#picker.have,
      asked: this.#picker.asked,
      whole: known.filter((source) => source.whole).length,
      parts: known.flatMap(({ whole, field }) => (whole || field === undefined ? [] : [field])),
    };
  }

  /** @throws {AyniError} what this machine refuses, and the signal's reason */
  async fetch({ signal }: { signal: AbortSignal }): Promise<Outcome> {
    const { sources, playheads } = this.#context;
    const { content } = this.#part.row;
    const ends = new AbortController();
    const both = AbortSignal.any([signal, ends.signal]);
    both.addEventListener('abort', () => this.#sources.callOff(), { once: true });
    using engine = new Engine();
    this.#serving.onAsked((peer, told) => this.#sources.askedBy(peer, told));
    const unlisten = playheads.onMoved(content, (piece) => this.#makeWay(piece));
    try {
      this.#start(this.#sources.lookUp({ signal: both }));
      return await this.#untilWhole(both, signal, engine);
    } finally {
      unlisten();
      this.#serving.onAsked(() => undefined);
      ends.abort();
      while (this.#running.size > 0) await Promise.allSettled(this.#running);
      sources.forget(content);
    }
  }

  async #untilWhole(both: AbortSignal, signal: AbortSignal, engine: Engine): Promise<Outcome> {
    const { sources } = this.#context;
    const { row, bits } = this.#part;
    while (!bits.complete) {
      signal.throwIfAborted();
      if (this.#fault !== undefined) throw this.#fault;
      this.#sources.renew({ signal: both });
      engine.adapt({ young: this.#young, slow: this.#trading && !this.#threads.isFast() });
      this.#askAll();
      if (this.#requests === 0) {
        const outlook = sources.outlook(row.content);
        // Those who begin together will have something soon.
        if (outlook.kind === 'none' || (outlook.kind === 'rest' && !this.#beginning)) return outlook;
        if (performance.now() - this.#lastPiece > FRUITLESS_MS) return { kind: 'none', why: undefined };
      }
      await this.#something();
    }
    return WHOLE;
  }

  /** Resolves when anything happened that may let us go on, and after a while. */
  async #something(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TICK_MS);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => undefined;
        // A piece wakes us several times, and several may have come.
        setImmediate(resolve);
      };
    });
  }

  #start(work: Promise<void>): void {
    const running = work
      .catch((error: unknown) => {
        this.#fault ??= AyniError.from(error);
      })
      .finally(() => {
        this.#running.delete(running);
        this.#wake();
      });
    this.#running.add(running);
  }

  get #beginning(): boolean {
    return performance.now() - this.#begun < YOUNG_MS;
  }

  get #young(): boolean {
    return this.#beginning || this.#trading;
  }

  get #trading(): boolean {
    return this.#sources.parts().length > 0;
  }

  #askAll(): void {
    const young = this.#young;
    const ready = this.#asked(this.#sources.ready());
    const fields = ready.flatMap(({ field }) => (field === undefined || field.complete ? [] : [field]));
    const trading = fields.length > 0;
    const most = young ? this.#youngRequests(fields) : Infinity;
    // One request to each before the second to any, and not always the same first.
    for (let depth = 0; depth < AHEAD * (ready.length === 1 ? this.#context.receiver.workers : 1); depth++) {
      for (const source of shuffled(ready)) {
        if (this.#requests >= most) return;
        // Everybody asks a whole source: with two requests of each a piece would leave it, and be traded, twice as late.
        if (depth > 0 && trading && source.whole) continue;
        if (source.asked.size === depth) this.#ask(source, { young, fields, sources: ready.length });
      }
    }
  }

  /** Of the whole ones as many as we can take, the fast ones before the others; all of them while somebody trades. */
  #asked(ready: readonly SwarmSource[]): readonly SwarmSource[] {
    const width = this.#width.at(performance.now(), () => this.#context.receiver.time());
    if (ready.length <= width || ready.some((source) => !source.whole)) return ready;
    return ready.toSorted((a, b) => b.contact.speed - a.contact.speed).slice(0, width);
  }

  #youngRequests(fields: readonly Bitfield[]): number {
    let theirs = 0;
    for (const { count } of fields) theirs += count;
    const isBehind = this.#picker.have.count + BEHIND_PIECES < theirs / fields.length;
    return isBehind ? 2 * MAX_YOUNG_REQUESTS : MAX_YOUNG_REQUESTS;
  }

  #ask(
    source: SwarmSource,
    { young, fields, sources }: { young: boolean; fields: readonly Bitfield[]; sources: number },
  ): void {
    // What it is about to choose must not be asked of it beside, and its next choice has to know of this one.
    if (source.isChoosing) return;
    const { brought } = source;
    const { speed } = source.contact;
    const { left, have } = this.#picker;
    const head = this.#context.playheads.next(this.#part.row.content);
    const isAwaited = head !== undefined && !have.has(head);
    const limit = runLength({ speed, brought, young: young || isAwaited, left, sources });
    const from = head ?? (this.#context.job.wishes.inOrder === true ? 0 : undefined);
    if (left > 0 && source.chooses && (!source.known || (young && source.whole && from === undefined))) {
      this.#launch(source, undefined, limit);
      return;
    }
    if (!source.known) return;
    const rarestIn = young && from === undefined ? fields : undefined;
    const run =
      (isAwaited ? this.#awaited(source, head) : undefined) ??
      this.#picker.pick(source.field, { limit, from, ...(rarestIn === undefined ? {} : { rarestIn }) }) ??
      (source.asked.size === 0 ? this.#again(source) : undefined);
    if (run !== undefined) this.#launch(source, run, limit);
    else if (source.tells && source.part !== undefined && source.asked.size === 0 && left > 0) {
      this.#wait(source.part, source);
    }
  }

  /** Near the end: what somebody else does not bring in time. */
  #again(source: SwarmSource): Run | undefined {
    return this.#picker.pickAgain(
      source.field,
      1,
      (piece) => source.isAskedFor(piece) || isInTime(this.#sources, piece),
    );
  }

  /** What a reader waits for and somebody else does not bring in time. */
  #awaited(source: SwarmSource, piece: number): Run | undefined {
    if (source.isAskedFor(piece) || isInTime(this.#sources, piece)) return undefined;
    return this.#picker.askAgain(source.field, piece);
  }

  #launch(source: SwarmSource, run: Run | undefined, limit: number): void {
    const waits = run === undefined && !source.whole;
    const asked: Asked = { run, waits, since: performance.now(), end: new AbortController() };
    source.asked.add(asked);
    // One that waits until the source has something asks for nothing yet.
    if (!waits) this.#requests++;
    this.#start(this.#ended(source, asked, this.#receive(source, asked, limit)));
  }

  /** Until the source has something for us: requests behind this one on its connection have to wait, too. */
  #wait(part: SourceField, source: SwarmSource): void {
    const asked: Asked = { run: undefined, waits: true, since: performance.now(), end: new AbortController() };
    source.asked.add(asked);
    this.#start(this.#ended(source, asked, this.#hear(part, source, asked)));
  }

  async #hear(part: SourceField, source: SwarmSource, { since, end: { signal } }: Asked): Promise<void> {
    try {
      await part.more(source.contact, this.#picker.taken(), { signal, telling: this.#serving.telling() });
    } catch (error) {
      // It may be of a version that cannot wait; if it is not there at all, the next request tells.
      if (AyniError.from(error).code !== 'not-found') throw error;
      source.tells = false;
    }
    // One that answers at once and has nothing must not be asked without a pause.
    if (part.field?.exceeds(this.#picker.taken()) !== true) source.emptyUntil = since + EMPTY_MS;
  }

  async #ended(source: SwarmSource, asked: Asked, work: Promise<void>): Promise<void> {
    const { address } = source.contact;
    try {
      await work;
    } catch (thrown) {
      if (asked.end.signal.aborted) return;
      const error = AyniError.from(thrown);
      if (isLocal(error)) throw error;
      if (error.code === 'range-not-held') this.#nothingThere(source, asked);
      else if (asked.run === undefined && error.code === 'not-found' && error.context['status'] === 404) {
        // It may be of a version that does not choose; if it is not there at all, the next request tells.
        if (source.chooses) source.chooses = false;
        else this.#sources.failed(source, address, error);
      } else this.#sources.failed(source, address, error);
    } finally {
      source.asked.delete(asked);
      if (!asked.waits) this.#requests--;
      if (asked.run !== undefined) this.#picker.ended(asked.run);
    }
  }

  /** It has less than we took it to have, or nothing that we lack: its field tells more. */
  #nothingThere(source: SwarmSource, { run }: Asked): void {
    source.emptyUntil = performance.now() + EMPTY_MS;
    const field = this.#sources.fieldOf(source);
    if (run !== undefined) for (let at = 0; at < run.count; at++) field.doubt(run.first + at);
  }

  async #receive(source: SwarmSource, asked: Asked, limit: number): Promise<void> {
    const { signal } = asked.end;
    const { receiver, credential, job } = this.#context;
    const { row, path } = this.#part;
    const { contact } = source;
    const page = Math.floor((asked.run?.first ?? this.#firstLeft()) / PAGE_PIECES);
    const hashes = await this.#pages.page(page, contact, { signal });
    this.#serving.expects();
    const window = { first: page * PAGE_PIECES, count: pageLength(row.size, page) };
    const { first, count } = asked.run ?? window;
    const at = (first - window.first) * 32;
    const telling = inHeader(source.whole ? undefined : this.#serving.telling());
    let verified = 0;
    const result = await receiver.run(
      {
        source: contact.address,
        peer: contact.peer,
        credential: credential(),
        content: row.content,
        size: row.size,
        first,
        count,
        hashes: hashes.slice(at, at + count * 32),
        path,
        ...(telling === undefined ? {} : { telling }),
        ...(asked.run === undefined
          ? { next: { limit, unwanted: this.#unwanted(window), ...(source.whole ? {} : { waitS: WAIT_S }) } }
          : {}),
      },
      {
        signal,
        thread: this.#threads.of(source),
        onChosen: (run) => {
          asked.run = run;
          if (asked.waits) this.#requests++;
          asked.waits = false;
          this.#picker.ask(run);
          this.#wake();
        },
        onTold: (bitfield) => this.#sources.told(source, bitfield),
        onPieces: (pieces) => void (verified += this.#verified(source, pieces)),
      },
    );
    job.received += Math.max(0, result.bytes - verified);
  }

  #firstLeft(): number {
    return this.#picker.taken().nextMissing(0, 1)?.first ?? 0;
  }

  /** What a source must not choose: what is here or on its way, and what lies outside of a page. */
  #unwanted({ first, count }: Run): Uint8Array {
    const taken = this.#picker.taken();
    const field = Bitfield.full(taken.length);
    for (let piece = first; piece < first + count; piece++) if (!taken.has(piece)) field.clear(piece);
    return encodeBitfield({ version: 0, field });
  }

  #verified(source: SwarmSource, pieces: Run): number {
    const { sources, progress, journal, job } = this.#context;
    const { row } = this.#part;
    let bytes = 0;
    for (let piece = pieces.first; piece < pieces.first + pieces.count; piece++) {
      if (this.#picker.came(piece)) bytes += pieceLength(row.size, piece);
      callOff(this.#sources, { from: source, piece, bits: this.#part.bits });
    }
    this.#lastPiece = performance.now();
    source.usefulAt = this.#lastPiece;
    source.brought += pieces.count;
    job.received += bytes;
    sources.received(source.contact, bytes);
    progress.came(bytes);
    progress.partial(row.number, verifiedBytes(this.#part));
    journal.touched(this.#part);
    this.#serving.came();
    this.#wake();
    return bytes;
  }

  /** Somebody reads on at a piece that nobody was asked for: what is far from all readers waits, to be asked for again. */
  #makeWay(piece: number): void {
    if (piece < this.#picker.have.length && this.#picker.isLeft(piece)) {
      makeWay(this.#sources, this.#context.playheads.of(this.#part.row.content));
    }
    this.#wake();
  }
}

function shuffled<T>(list: readonly T[]): T[] {
  const mixed = [...list];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    const [one, two] = [mixed[last], mixed[other]];
    if (one === undefined || two === undefined) break;
    mixed[last] = two;
    mixed[other] = one;
  }
  return mixed;
}
