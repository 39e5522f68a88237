import type { FileWish } from '../../wire/control/page-messages.ts';
import type { ChoiceTable, Chosen } from './store/choice-table.ts';

/** What a person said of single files of one job, by their numbers, beyond the patterns it began with. */
export class Choices {
  readonly #job: number;
  readonly #table: ChoiceTable;
  readonly #chosen: Map<number, Chosen>;
  #changed = new AbortController();

  constructor(job: number, table: ChoiceTable) {
    this.#job = job;
    this.#table = table;
    this.#chosen = table.ofJob(job);
  }

  of(file: number): FileWish {
    return this.#chosen.get(file) ?? 'normal';
  }

  isSkipped(file: number): boolean {
    return this.#chosen.get(file) === 'skip';
  }

  /** Files with this wish, in their order. */
  all(wish: Chosen): number[] {
    const numbers: number[] = [];
    for (const [number, chosen] of this.#chosen) if (chosen === wish) numbers.push(number);
    return numbers.toSorted((a, b) => a - b);
  }

  /** Within a transaction; `tell` comes after it. */
  set(file: number, wish: FileWish): void {
    if (wish === 'normal') {
      this.#chosen.delete(file);
      this.#table.remove(this.#job, file);
    } else {
      this.#chosen.set(file, wish);
      this.#table.put(this.#job, file, wish);
    }
  }

  /** Aborted with the next change: whoever goes through the files begins anew. */
  get changed(): AbortSignal {
    return this.#changed.signal;
  }

  /** Something was set. */
  tell(): void {
    const before = this.#changed;
    this.#changed = new AbortController();
    before.abort();
  }
}
