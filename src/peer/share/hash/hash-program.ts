import { parentPort } from 'node:worker_threads';
import { loadHasher } from '../../../platform/hash/load-hasher.ts';
import { FileHasher } from './hash-file.ts';
import type { FileResult, HashJob, SegmentResult, StampResult } from './hash-job.ts';

/** The answer to one job, results in the order of its paths. */
export type HashAnswer = readonly FileResult[] | SegmentResult | StampResult;

const { hasher } = await loadHasher();
const files = new FileHasher(hasher);

function answer(job: HashJob): HashAnswer {
  switch (job.kind) {
    case 'files':
      return job.paths.map((path) => files.file(path, job.follow));
    case 'segment':
      return files.segment(job);
    case 'stamp':
      return files.stamp(job);
    default:
      throw new Error('unknown job');
  }
}

parentPort?.on('message', ({ id, job }: { id: number; job: HashJob }) => {
  parentPort?.postMessage({ id, answer: answer(job) });
});
