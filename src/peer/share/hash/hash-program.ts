import { parentPort } from 'node:worker_threads';
import { loadHasher } from '../../../platform/hash/load-hasher.ts';
import { FileHasher } from './hash-file.ts';
import { FileDigester } from './digest-file.ts';
import type { FileResult, HashJob, Md5FileResult, Md5SegmentResult, SegmentResult, StampResult } from './hash-job.ts';

/** The answer to one job, results in the order of its paths. */
export type HashAnswer =
  readonly FileResult[] | SegmentResult | StampResult | readonly Md5FileResult[] | Md5SegmentResult;

const { hasher } = await loadHasher();
const files = new FileHasher(hasher);
const digests = new FileDigester();

function answer(job: HashJob): HashAnswer | Promise<HashAnswer> {
  switch (job.kind) {
    case 'files':
      return job.paths.map((path) => files.file(path, job.follow));
    case 'segment':
      return files.segment(job);
    case 'stamp':
      return files.stamp(job);
    case 'md5-files':
      return job.files.map((file) => digests.file(file));
    case 'md5-segment':
      return digests.segment(job);
    default:
      throw new Error('unknown job');
  }
}

parentPort?.on('message', ({ id, job }: { id: number; job: HashJob }) => {
  void Promise.resolve(answer(job)).then((result) => parentPort?.postMessage({ id, answer: result }));
});
