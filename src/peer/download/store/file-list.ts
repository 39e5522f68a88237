import type { ContentId } from '../../../core/ids.ts';

/** Files of a job that are shown. */
export const MAX_LISTED = 10_000;

/** A file of a job that is shown. */
export interface ListedFile {
  readonly number: number;
  /** Relative to the destination; '' where that is the file. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly content: ContentId;
  readonly done: boolean;
}

/** The first files of one job in memory, as long as somebody looks at them: 10,000 rows a second would cost too much. */
export class FileList {
  /** Of all files of the job. */
  readonly total: number;
  readonly #files: ListedFile[];
  /** Where a file is, by its number. */
  readonly #places: Map<number, number>;

  constructor(total: number, files: ListedFile[]) {
    this.total = total;
    this.#files = files;
    this.#places = new Map(files.map(({ number }, place) => [number, place]));
  }

  /** In the order of their numbers. */
  get files(): readonly ListedFile[] {
    return this.#files;
  }

  setDone(number: number, done: boolean): void {
    const place = this.#places.get(number);
    const file = place === undefined ? undefined : this.#files[place];
    if (place !== undefined && file !== undefined) this.#files[place] = { ...file, done };
  }
}
