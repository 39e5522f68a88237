import { Worker } from 'node:worker_threads';

export interface WorkerOptions {
  /** Shown by tools such as `top -H`, at most 15 letters. */
  readonly name: string;
  readonly workerData?: unknown;
  /** MiB of JavaScript objects that live long; the thread ends beyond. */
  readonly maxHeap: number;
}

/**
 * MiB for objects that die young. A thread takes its limit before it cleans up, and there are several threads: with
 * V8's default each of them would hold tens of MiB of garbage.
 */
const YOUNG = 3;

/**
 * A worker thread.
 * @param module beside the caller, without extension: TypeScript in the checkout, JavaScript in the package
 * @param base the caller's `import.meta.url`
 */
export function startWorker(module: string, base: string, { name, workerData, maxHeap }: WorkerOptions): Worker {
  const extension = base.endsWith('.ts') ? '.ts' : '.js';
  return new Worker(new URL(`./${module}${extension}`, base), {
    name,
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG, maxOldGenerationSizeMb: maxHeap },
  });
}
