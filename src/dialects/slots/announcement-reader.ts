import type { FlatFile } from '../../core/dialects/dialect.ts';
import type { ListRoom } from '../shared/list-room.ts';
import { parseMd5, parsePort, parseSize } from './codec.ts';
import { FieldReader, textOf } from './field-reader.ts';

/** Of one list. */
const MAX_FILES = 1_000_000;
/** Longer names are left out, and those that hold NUL or are not UTF-8: the catalog cannot hold them. */
const MAX_NAME_BYTES = 1024;

/** What a peer says when it is asked to tell: where it listens, and what it has. */
export interface Announcement {
  readonly port: number;
  readonly files: readonly FlatFile[];
  /** Files whose names the catalog cannot hold. */
  readonly leftOut: number;
}

/** Reads `<peerPort>[:name:size:md5]*`, which nothing ends: it may be complete, and go on all the same. */
export class AnnouncementReader {
  readonly #room: ListRoom;
  readonly #fields = new FieldReader();
  readonly #files: FlatFile[] = [];
  #port: number | undefined;
  #leftOut = 0;
  /** Fields that are complete. */
  #count = 0;
  #name = '';
  #size = 0;
  #wrong = false;

  constructor(room: ListRoom) {
    this.#room = room;
  }

  /** It cannot become a list any more. */
  get wrong(): boolean {
    return this.#wrong;
  }

  /**
   * The number of fields is 1 modulo 3, and the last one has 32 hex digits, or is the only one and a port.
   * Complete it is when nothing more comes.
   */
  get mayBeAll(): boolean {
    if (this.#wrong || this.#count % 3 !== 0) return false;
    const last = this.#fields.rest;
    return this.#count === 0 ? parsePort(last) !== undefined : parseMd5(last) !== undefined;
  }

  push(bytes: Uint8Array): void {
    if (!this.#room.take(bytes.length)) this.#wrong = true;
    for (const field of this.#fields.push(bytes)) {
      if (this.#wrong) return;
      this.#take(field);
      this.#count++;
    }
    if (this.#fields.tooLong) this.#wrong = true;
  }

  /** Nothing more comes. @returns undefined where it is not all of a list; of no use afterwards */
  end(): Announcement | undefined {
    if (!this.mayBeAll) return undefined;
    this.#take(this.#fields.rest);
    if (this.#wrong || this.#port === undefined) return undefined;
    return { port: this.#port, files: this.#files, leftOut: this.#leftOut };
  }

  #take(field: string): void {
    if (this.#count === 0) {
      this.#port = parsePort(field);
      this.#wrong ||= this.#port === undefined;
      return;
    }
    switch (this.#count % 3) {
      case 1:
        this.#name = field;
        this.#wrong ||= field.length === 0;
        return;
      case 2: {
        const size = parseSize(field);
        this.#size = size ?? 0;
        this.#wrong ||= size === undefined;
        return;
      }
      default:
        this.#add(parseMd5(field));
    }
  }

  #add(md5: string | undefined): void {
    if (md5 === undefined || this.#files.length + this.#leftOut >= MAX_FILES) {
      this.#wrong = true;
      return;
    }
    const name = this.#name.length > MAX_NAME_BYTES ? undefined : textOf(this.#name);
    if (name === undefined) this.#leftOut++;
    else this.#files.push({ name, size: this.#size, md5 });
  }
}
