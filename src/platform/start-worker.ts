import { Worker } from 'node:worker_threads';

import { youngSpace } from './heap-space.ts';

export interface WorkerOptions {
  /** Shown by tools such as `top -H`, at most 15 letters. */
  readonly name: string;
  readonly workerData?: unknown;
  /** MiB of JavaScript objects that live long; the thread ends beyond. */
  readonly maxHeap: number;
  /** Whether it goes through lists or batches, and may let young objects pile up meanwhile; see `youngSpace`. */
  readonly grows?: boolean;
}

/**
 * A worker thread.
 * @param module beside the caller, without extension: TypeScript in the checkout, JavaScript in the package
 * @param base the caller's `import.meta.url`
 */
export function startWorker(
  module: string,
  base: string,
  { name, workerData, maxHeap, grows = false }: WorkerOptions,
): Worker {
  const extension = base.endsWith('.ts') ? '.ts' : '.js';
  return new Worker(new URL(`./${module}${extension}`, base), {
    name,
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: youngSpace(grows), maxOldGenerationSizeMb: maxHeap },
  });
}
