import { holdCompilers } from '../../../platform/compilers.ts';
import { growHeap, holdMarking } from '../../../platform/heap-space.ts';

/**
 * So long, ms, a swarm is not worth code that is compiled for speed, or a heap that is tidy: what lasts longer earns it
 * back.
 */
const SHORT_MS = 60_000;

/** How one file is fetched now. */
export interface Fetching {
  /** Pieces are traded, or may be: thousands of small requests. One source that sends them all asks for none of it. */
  readonly young: boolean;
  /** Pieces are traded, and come slowly. */
  readonly slow: boolean;
}

/** Has V8 work as the fetching of one file needs it. */
export class Engine implements Disposable {
  readonly #until = performance.now() + SHORT_MS;
  #heap: Disposable | undefined;
  #marking: Disposable | undefined;
  #compilers: Disposable | undefined;

  adapt({ young, slow }: Fetching): void {
    const short = performance.now() < this.#until;
    this.#heap = adapted(this.#heap, young, growHeap);
    this.#marking = adapted(this.#marking, young && short, holdMarking);
    this.#compilers = adapted(this.#compilers, slow && short, holdCompilers);
  }

  [Symbol.dispose](): void {
    this.adapt({ young: false, slow: false });
  }
}

function adapted(held: Disposable | undefined, wanted: boolean, take: () => Disposable): Disposable | undefined {
  if (wanted) return held ?? take();
  held?.[Symbol.dispose]();
  return undefined;
}
