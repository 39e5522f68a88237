import type { DatabaseSync } from 'node:sqlite';
import type { Viewer } from '../../core/access/audience.ts';
import { contentIdOfHash } from '../../core/ids.ts';
import { baseName } from '../../core/names/share-path.ts';
import type { Page, SearchHit, SearchQuery } from '../../core/swarm/catalog.ts';
import { foldText, matchesWords, searchWords, type SearchWords } from '../../core/swarm/search-text.ts';
import { pageOf, partialPage, positionOf, type PlacedHit } from '../search-page.ts';
import { Breath } from './breath.ts';
import { Candidates } from './candidates.ts';
import { DIRECTORY, FILE } from './entries.ts';
import { ForeignMarks, type Marked } from './foreign-marks.ts';
import type { OnlineBoard } from '../leases/online-board.ts';
import { PathTexts } from './paths.ts';
import type { PeerRows } from './peer-rows.ts';
import { SourceCounts } from './sources.ts';
import { bytes, integer, isNull, Statement } from './statement.ts';
import type { View, Views } from './views.ts';

/** A search that takes longer ends with what it has, ms. */
const BUDGET_MS = 2000;
/** Names that a hit shows. */
const MAX_NAMES = 5;
/** Candidates that are fetched at once: few first, since most pages are full soon. */
const FIRST_FETCH = 128;
const MAX_FETCH = 4096;

type Hit = PlacedHit<Marked<SearchHit>>;

/**
 * Finds paths and groups them by content. A content is shown where the first of its names that fits comes by, so that
 * it is on one page only.
 */
export class Search {
  readonly #views: Views;
  readonly #rows: PeerRows;
  readonly #candidates: Candidates;
  readonly #sources: SourceCounts;
  readonly #board: OnlineBoard;
  readonly #node: Statement;
  readonly #entries: Statement;
  readonly #names: Statement;
  readonly #mtime: Statement;
  readonly #foreign: ForeignMarks;

  constructor(database: DatabaseSync, views: Views, rows: PeerRows, board: OnlineBoard) {
    this.#views = views;
    this.#rows = rows;
    this.#board = board;
    this.#candidates = new Candidates(database);
    this.#sources = new SourceCounts(database, board);
    this.#foreign = new ForeignMarks(database);
    this.#node = PathTexts.statement(database);
    this.#entries = new Statement(
      database,
      `SELECT e.share, e.kind, e.content, c.hash, c.size FROM entries e LEFT JOIN contents c ON c.id = e.content
       WHERE e.path = ? ORDER BY e.content, e.share`,
    );
    this.#names = new Statement(database, 'SELECT path, share FROM entries WHERE content = ?');
    this.#mtime = new Statement(database, 'SELECT share, mtime FROM entries WHERE path = ? AND content = ?');
  }

  /** Errors as `SwarmStore.search`. */
  async search(viewer: Viewer, query: SearchQuery, now: number): Promise<Page<Marked<SearchHit>>> {
    const began = performance.now();
    const start = positionOf(query.cursor);
    const words = searchWords(query.text);
    if (words.findsNothing) return { items: [] };
    const peer = query.peer === undefined ? undefined : this.#rows.find(query.peer);
    if (query.peer !== undefined && peer === undefined) return { items: [] };
    const view = this.#views.of(viewer);
    const run = new Run({ view, query, words, peer, now, texts: new PathTexts(this.#node) });
    const fetch = this.#candidates.of(query, words, peer);
    const breath = new Breath();
    const hits: Hit[] = [];
    let from = start[0];
    for (let count = FIRST_FETCH; ; count = Math.min(count * 4, MAX_FETCH)) {
      const paths = fetch(from, count);
      for (const path of paths) {
        for (const each of this.#hitsAt(run, path, path === start[0] ? start[1] : -1)) hits.push(each);
        if (hits.length > query.limit) return pageOf(hits, query.limit);
        from = path + 1;
        if (performance.now() - began > BUDGET_MS) return partialPage(hits, [from, -1]);
        await breath.taken();
      }
      if (paths.length < count) return { items: hits.map((each) => each.hit) };
    }
  }

  *#hitsAt(run: Run, path: number, after: number): Iterable<Hit> {
    const full = run.textOf(path);
    if (full === undefined || !run.fits(full)) return;
    const online = new Set<number>();
    let directory = false;
    let last = -1;
    // In the order of contents, directories (no content) first.
    const files: { content: number; hash: Uint8Array | undefined; size: number }[] = [];
    for (const row of this.#entries.all(path)) {
      const share = run.view.share(integer(row, 0));
      if (!share.visible) continue;
      if (integer(row, 1) === DIRECTORY) {
        if (this.#board.isOnline(share.peer, run.now)) online.add(share.peer);
        if (run.counts(share.peer)) directory = true;
      }
      if (integer(row, 1) !== FILE || !run.counts(share.peer)) continue;
      const content = integer(row, 2);
      const hash = isNull(row, 3) ? undefined : bytes(row, 3);
      if (content !== last) files.push({ content, hash, size: isNull(row, 4) ? 0 : integer(row, 4) });
      last = content;
    }
    if (directory && after < 0 && run.takesDirectories && (run.query.online !== true || online.size > 0)) {
      const hit: Marked<SearchHit> = { kind: 'directory', size: 0, names: [full], sources: online.size, mtime: 0 };
      yield { hit, at: [path, 0] };
    }
    if (!run.takesFile(full)) return;
    for (const { content, hash, size } of files) {
      if (content <= after || !run.takesSize(size) || !run.takesId(hash) || run.seen.has(content)) continue;
      run.seen.add(content);
      const names = this.#namesOf(run, content, path);
      if (names === undefined) continue;
      const sources = this.#sources.of(run.view, content, run.now);
      if (run.query.online === true && sources === 0) continue;
      const mtime = this.#latest(run, content, names);
      const foreign = hash === undefined ? this.#foreign.of(content) : undefined;
      const hit: Marked<SearchHit> = {
        ...(hash === undefined ? {} : { content: contentIdOfHash(hash) }),
        ...(foreign === undefined ? {} : { foreign }),
        kind: 'file',
        size,
        names: names.map((name) => name.text),
        sources,
        mtime,
      };
      yield { hit, at: [path, content] };
    }
  }

  /** A few names that fit, `path` first; undefined where one came by before `path`. */
  #namesOf(run: Run, content: number, path: number): readonly { path: number; text: string }[] | undefined {
    const names = new Map<number, string>();
    for (const row of this.#names.iterate(content)) {
      const at = integer(row, 0);
      if (names.has(at) || (names.size >= MAX_NAMES && at > path)) continue;
      const share = run.view.share(integer(row, 1));
      if (!share.visible || !run.counts(share.peer)) continue;
      const full = run.textOf(at);
      if (full === undefined || !run.fits(full) || !run.takesFile(full)) continue;
      if (at < path) return undefined;
      names.set(at, full);
    }
    const found = Array.from(names, ([at, full]) => ({ path: at, text: full }));
    return found.toSorted((a, b) => a.path - b.path).slice(0, MAX_NAMES);
  }

  #latest(run: Run, content: number, names: readonly { path: number }[]): number {
    let latest = 0;
    for (const { path } of names) {
      for (const row of this.#mtime.iterate(path, content)) {
        const share = run.view.share(integer(row, 0));
        if (share.visible && run.counts(share.peer)) latest = Math.max(latest, integer(row, 1));
      }
    }
    return latest;
  }
}

interface RunParts {
  readonly view: View;
  readonly query: SearchQuery;
  readonly words: SearchWords;
  /** Row of the peer whose entries alone count. */
  readonly peer: number | undefined;
  readonly now: number;
  readonly texts: PathTexts;
}

/** One search: its viewer, its filters, and what it has shown. */
class Run {
  readonly view: View;
  readonly query: SearchQuery;
  readonly now: number;
  /** Contents that were met on this page; what was on an earlier one has a name before. */
  readonly seen = new Set<number>();
  readonly takesDirectories: boolean;
  readonly #parts: RunParts;
  readonly #extensions: ReadonlySet<string>;

  constructor(parts: RunParts) {
    this.view = parts.view;
    this.query = parts.query;
    this.now = parts.now;
    this.#parts = parts;
    this.#extensions = new Set((parts.query.extensions ?? []).map(foldText));
    const { kind, minSize, maxSize, idPrefix } = parts.query;
    const isOfFiles = minSize !== undefined || maxSize !== undefined || idPrefix !== undefined;
    this.takesDirectories = kind !== 'file' && this.#extensions.size === 0 && !isOfFiles;
  }

  textOf(path: number): string | undefined {
    return this.#parts.texts.of(path);
  }

  fits(full: string): boolean {
    return matchesWords(foldText(full), this.#parts.words);
  }

  counts(peer: number): boolean {
    return this.#parts.peer === undefined || this.#parts.peer === peer;
  }

  takesSize(size: number): boolean {
    const { minSize, maxSize } = this.query;
    return (minSize === undefined || size >= minSize) && (maxSize === undefined || size <= maxSize);
  }

  takesId(hash: Uint8Array | undefined): boolean {
    const { idPrefix } = this.query;
    return idPrefix === undefined || (hash !== undefined && contentIdOfHash(hash).startsWith(idPrefix));
  }

  takesFile(full: string): boolean {
    if (this.query.kind === 'directory') return false;
    if (this.#extensions.size === 0) return true;
    const name = baseName(full);
    const dot = name.lastIndexOf('.');
    return dot >= 0 && this.#extensions.has(foldText(name.slice(dot + 1)));
  }
}
