import { AyniError } from '../../core/errors.ts';
import { parseMd5, parseSize } from './codec.ts';
import { FieldReader, textOf } from './field-reader.ts';

/** Of the list of a tracker. */
const MAX_FILES = 1_000_000;

/** A file as a tracker lists it. */
export interface ListedFile {
  /** As it is on the wire. */
  readonly name: string;
  readonly size: number;
  readonly md5: string;
  /** 0 where all who had it left. */
  readonly peers: number;
}

/** Reads `npeers:name:size:md5` groups, up to the end of the stream. */
export class ListingReader {
  readonly #who: string;
  readonly #fields = new FieldReader();
  readonly #files: ListedFile[] = [];
  #group: string[] = [];

  /** @param who sends it, for errors */
  constructor(who: string) {
    this.#who = who;
  }

  /** @throws {AyniError} `bad-answer`; of no use then */
  push(bytes: Uint8Array): void {
    for (const field of this.#fields.push(bytes)) this.#take(field);
    if (this.#fields.tooLong) throw this.#bad();
  }

  /** @throws {AyniError} `bad-answer`, `cut-off` */
  end(): readonly ListedFile[] {
    const { rest } = this.#fields;
    if (this.#files.length === 0 && this.#group.length === 0 && rest.length === 0) return [];
    this.#take(rest);
    if (this.#group.length > 0) throw new AyniError('cut-off', `${this.#who} ends amid its list.`);
    return this.#files;
  }

  #take(field: string): void {
    this.#group.push(field);
    if (this.#group.length < 4) return;
    const [npeers = '', bytes = '', digits = '', hex = ''] = this.#group;
    this.#group = [];
    const [peers, size, md5] = [parseSize(npeers), parseSize(digits), parseMd5(hex)];
    if (peers === undefined || size === undefined || md5 === undefined) throw this.#bad();
    if (this.#files.length === MAX_FILES) throw this.#bad();
    // What cannot be named cannot be asked for.
    const name = textOf(bytes);
    if (name !== undefined) this.#files.push({ name, size, md5, peers });
  }

  #bad(): AyniError {
    return new AyniError('bad-answer', `${this.#who} tells no list of files: does it speak slots?`);
  }
}
