import { AyniError } from '../../core/errors.ts';

/**
 * Gathers what comes while a batch is on its way, so that many small calls cost the database one statement. A batch
 * that fails fails for all in it.
 */
export class Batcher<In, Out extends object | number | boolean> {
  readonly #work: (items: readonly In[]) => Promise<readonly Out[]>;
  readonly #max: number;
  readonly #maxWaiting: number;
  readonly #weigh: (item: In) => number;
  #waiting: { readonly item: In; readonly resolve: (out: Out) => void; readonly reject: (why: unknown) => void }[] = [];
  #running: Promise<void> | undefined;

  /**
   * @param work answers each item at its place
   * @param options.max what a batch weighs at most, unless it is one item
   * @param options.weigh how heavy an item is; 1
   */
  constructor(
    work: (items: readonly In[]) => Promise<readonly Out[]>,
    options: { readonly max?: number; readonly maxWaiting?: number; readonly weigh?: (item: In) => number } = {},
  ) {
    const { max = 1000, maxWaiting = 50_000, weigh = () => 1 } = options;
    this.#work = work;
    this.#max = max;
    this.#maxWaiting = maxWaiting;
    this.#weigh = weigh;
  }

  /** @throws {AyniError} `busy` where too many wait, and what the work throws */
  add(item: In): Promise<Out> {
    if (this.#waiting.length >= this.#maxWaiting) {
      return Promise.reject(
        new AyniError('busy', 'The tracker’s database cannot keep up: try again later.', {
          context: { retryAfter: 2 },
        }),
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // What is asked in the same turn goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#together());
      try {
        const answers = await this.#work(batch.map(({ item }) => item));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const answer = answers[index];
          if (answer === undefined) reject(new AyniError('internal', 'A batch lost one of its items.'));
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = undefined;
  }

  /** How many of the first that wait are one batch. */
  #together(): number {
    let weight = 0;
    const past = this.#waiting.findIndex(({ item }) => (weight += this.#weigh(item)) > this.#max);
    return past === -1 ? this.#waiting.length : Math.max(1, past);
  }
}
