import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, readFileSync, statSync, type BigIntStats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { AyniError } from '../../../core/errors.ts';
import type { EntryReader, KnownEntry } from '../../library/entry-reader.ts';
import type { Found } from '../../library/found.ts';
import { IGNORE_FILE, IgnoreRules } from './ignore-rules.ts';
import { look, type Place } from './look.ts';
import { MAX_MANIFEST_BYTES, parseManifest } from './manifest.ts';
import { attempt, Refused } from './refused.ts';
import { MAX_PATHS, type ScanBatch, type ScanEnd, type ScanRequest, type Skip } from './scan-report.ts';
import { isLeftOut } from './visible.ts';

/** Differences in a batch; together a few hundred KiB. */
const BATCH = 1_000;

/**
 * Looks at a share and tells what differs from the index. Synchronous, for a thread of its own: there the calls cost
 * a third of what they cost as promises. Never follows a link inside a folder. What is gone is told last, so that a
 * renamed file is recognised by what it was.
 */
export class Walk {
  readonly #reader: EntryReader;
  readonly #request: ScanRequest;
  readonly #emit: (batch: ScanBatch) => boolean;
  #found: Found[] = [];
  #skipped: Skip[] = [];
  readonly #gone: string[] = [];
  /** As on disk; one more than there may be says that there were more. */
  readonly #again: string[] = [];
  #seen = 0;
  #cancelled = false;

  /** @param emit takes a batch, waiting as long as it must; false when nobody wants more */
  constructor(reader: EntryReader, request: ScanRequest, emit: (batch: ScanBatch) => boolean) {
    this.#reader = reader;
    this.#request = request;
    this.#emit = emit;
  }

  run(): ScanEnd {
    const { share, paths } = this.#request;
    const stats = attempt(() => statSync(share.path, { bigint: true }));
    if (stats instanceof Refused) return { kind: 'away', why: `${share.path} is not there (${stats.why})` };
    const root = `${stats.dev}:${stats.ino}`;
    if (share.kind === 'folder' ? !stats.isDirectory() : !stats.isFile()) {
      return { kind: 'away', why: `${share.path} is no ${share.kind === 'folder' ? 'folder' : 'file'} any more` };
    }
    const end = share.kind === 'folder' ? this.#folder(root, paths) : this.#flat(stats);
    if (end) return end;
    this.#flush();
    for (let from = 0; from < this.#gone.length && !this.#cancelled; from += BATCH) {
      this.#send({ found: [], gone: this.#gone.slice(from, from + BATCH), skipped: [], seen: this.#seen });
    }
    if (this.#cancelled) return { kind: 'cancelled' };
    return { kind: 'done', seen: this.#seen, root, again: this.#again };
  }

  #folder(root: string, paths: readonly string[] | undefined): ScanEnd | undefined {
    const { share, trustEmpty } = this.#request;
    const names = attempt(() => readdirSync(share.path));
    if (names instanceof Refused) {
      return { kind: names.shortage ? 'unread' : 'away', why: `${share.path} cannot be read (${names.why})` };
    }
    const another = share.root !== undefined && share.root !== root;
    if (names.length === 0 && another && !trustEmpty && this.#reader.children(share.key, '').size > 0) {
      const why = `${share.path} is empty and not the folder it was: is its disk mounted? If this is right, rescan it`;
      return { kind: 'away', why };
    }
    if (paths === undefined) this.#directory({ path: '', real: '', disk: share.path }, undefined);
    else for (const path of topmost(paths)) this.#lookAt(path);
    return undefined;
  }

  /** A single file, or the files of a manifest: these are named by the owner, so that links are followed. */
  #flat(rootStats: BigIntStats): ScanEnd | undefined {
    const { share } = this.#request;
    const known = this.#reader.children(share.key, '');
    if (share.kind === 'file') {
      this.#take({ path: '', real: '', disk: share.path }, rootStats, known);
    } else {
      try {
        if (rootStats.size > MAX_MANIFEST_BYTES) {
          throw new AyniError('bad-manifest', `${share.path} is too large for a manifest (16 MiB at most).`);
        }
        for (const line of parseManifest(readFileSync(share.path), share.path)) {
          const place = { path: line.name, real: line.path, disk: resolve(dirname(share.path), line.path) };
          const stats = attempt(() => statSync(place.disk, { bigint: true }));
          if (stats instanceof Refused) {
            this.#skip(place.path, `${line.path}: ${stats.why}`);
            if (stats.passing) this.#keep(place, known);
          } else if (stats.isFile()) this.#take(place, stats, known);
          else this.#skip(place.path, `${line.path} is no file`);
        }
      } catch (error) {
        if (!AyniError.is(error, 'bad-manifest')) throw error;
        return { kind: 'bad-manifest', why: error.message, line: Number(error.context['line'] ?? 0) };
      }
    }
    this.#gone.push(...known.keys());
    return undefined;
  }

  /** Everything in a directory; what the index has and the disk has not is gone. */
  #directory(place: Place, above: IgnoreRules | undefined): void {
    if (this.#cancelled) return;
    const known = this.#reader.children(this.#request.share.key, place.path);
    const listing = attempt(() => readdirSync(place.disk, { encoding: 'buffer' }));
    if (listing instanceof Refused) {
      this.#skip(place.path, listing.why);
      if (listing.passing) this.#lookAgain(place);
      // What lies in it cannot be served any more.
      else for (const name of known.keys()) this.#gone.push(below(place.path, name));
      return;
    }
    const rules = this.#rules(place, above);
    const directories: Place[] = [];
    const taken = new Set<string>();
    for (const bytes of listing.toSorted((a, b) => Buffer.compare(a, b))) {
      const child = this.#child(place, bytes, rules, taken);
      if (child === undefined) continue;
      taken.add(child.path);
      const stats = attempt(() => lstatSync(child.disk, { bigint: true }));
      if (stats instanceof Refused) {
        if (!stats.vanished) this.#skip(child.path, stats.why);
        if (stats.passing) this.#keep(child, known);
        continue;
      }
      if (rules?.ignores(child.path, stats.isDirectory()) === true || this.#request.exclude.includes(child.disk))
        continue;
      if (this.#take(child, stats, known)) directories.push(child);
      if (this.#cancelled) return;
    }
    for (const name of known.keys()) this.#gone.push(below(place.path, name));
    for (const directory of directories) this.#directory(directory, rules);
  }

  /** Where a name of a listing is; undefined where it is left out. */
  #child(parent: Place, bytes: Buffer, rules: IgnoreRules | undefined, taken: ReadonlySet<string>): Place | undefined {
    const name = bytes.toString('utf8');
    if (!isUtf8(bytes)) {
      if (!isLeftOut(name, this.#request.share.hidden)) this.#skip(below(parent.path, name), 'its name is not UTF-8');
      return undefined;
    }
    if (isLeftOut(name, this.#request.share.hidden)) return undefined;
    const path = below(parent.path, name.normalize('NFC'));
    if (taken.has(path)) {
      if (rules?.ignores(path, false) !== true)
        this.#skip(path, 'another name in its folder is the same once normalised');
      return undefined;
    }
    return { path, real: below(parent.real, name), disk: join(parent.disk, name) };
  }

  /** One path that something happened to. Starts at the topmost directory that the index does not know. */
  #lookAt(real: string): void {
    const { share } = this.#request;
    let parent: Place = { path: '', real: '', disk: share.path };
    if (real === '') return this.#directory(parent, undefined);
    let rules: IgnoreRules | undefined;
    const names = real.split('/');
    for (const [depth, name] of names.entries()) {
      rules = this.#rules(parent, rules);
      const last = depth === names.length - 1;
      if (last && name === IGNORE_FILE) this.#directory(parent, rules);
      const known = this.#reader.children(share.key, parent.path);
      const place = this.#child(parent, Buffer.from(name), rules, new Set());
      if (place === undefined) return;
      const before = known.get(name.normalize('NFC'));
      const stats = attempt(() => lstatSync(place.disk, { bigint: true }));
      if (stats instanceof Refused && stats.passing) {
        this.#skip(place.path, stats.why);
        this.#lookAgain(place);
        return;
      }
      const gone = stats instanceof Refused || this.#request.exclude.includes(place.disk);
      if (gone || rules?.ignores(place.path, stats.isDirectory()) === true) {
        if (before) this.#gone.push(place.path);
        return;
      }
      if (last || !stats.isDirectory() || before?.isDirectory !== true) {
        const only = new Map(before ? [[name.normalize('NFC'), before]] : []);
        if (this.#take(place, stats, only)) this.#directory(place, rules);
        else if (only.size > 0) this.#gone.push(place.path);
        return;
      }
      parent = place;
    }
  }

  #rules(place: Place, above: IgnoreRules | undefined): IgnoreRules | undefined {
    try {
      return IgnoreRules.in(place.path, place.disk, above);
    } catch {
      this.#skip(below(place.path, IGNORE_FILE), 'it cannot be read, its rules do not apply');
      return above;
    }
  }

  /** Tells of what is at a place where that is news, and strikes it from `known`. Whether it is a directory. */
  #take(place: Place, stats: BigIntStats, known: Map<string, KnownEntry>): boolean {
    this.#seen++;
    const found = attempt(() => look(place, stats));
    if (typeof found === 'string' || found instanceof Refused) {
      this.#skip(place.path, typeof found === 'string' ? found : found.why);
      if (typeof found !== 'string' && found.passing) this.#keep(place, known);
      return false;
    }
    const name = nameOf(place);
    const before = known.get(name);
    known.delete(name);
    if (before?.matches(found) !== true) this.#found.push(found);
    if (this.#found.length >= BATCH) this.#flush();
    return found.kind === 'directory';
  }

  /** What could not be looked at for now is neither gone nor news. */
  #keep(place: Place, known: Map<string, KnownEntry>): void {
    known.delete(nameOf(place));
    this.#lookAgain(place);
  }

  #lookAgain(place: Place): void {
    if (this.#again.length <= MAX_PATHS) this.#again.push(place.real);
  }

  #skip(path: string, reason: string): void {
    this.#skipped.push({ path, reason });
    if (this.#skipped.length >= BATCH) this.#flush();
  }

  #flush(): void {
    this.#send({ found: this.#found, gone: [], skipped: this.#skipped, seen: this.#seen });
    this.#found = [];
    this.#skipped = [];
  }

  #send(batch: ScanBatch): void {
    if (!this.#cancelled && !this.#emit(batch)) this.#cancelled = true;
  }
}

function nameOf({ path }: Place): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function below(parent: string, name: string): string {
  return parent === '' ? name : `${parent}/${name}`;
}

/** Paths without those that lie under another one. */
function topmost(paths: readonly string[]): string[] {
  const sorted = [...new Set(paths)].toSorted();
  const kept = new Set<string>();
  return sorted.filter((path) => {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
      if (kept.has(path.slice(0, end))) return false;
    kept.add(path);
    return true;
  });
}
