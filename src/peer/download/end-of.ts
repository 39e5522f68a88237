import { AyniError } from '../../core/errors.ts';
import { hasEnded } from '../../core/transfer/job-state.ts';
import type { JobTask } from './job-task.ts';
import type { Job } from './job.ts';

interface EndOptions {
  /** Calls back with each job that changes. Returns what ends it. */
  readonly onChange: (listener: (job: Job) => void) => () => void;
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when a job is done, failed or cancelled. @throws {AyniError} `cancelled` */
export function endOf(task: JobTask, { onChange, signal }: EndOptions): Promise<Job> {
  return new Promise((settle, reject) => {
    const finish = (): boolean => {
      if (!hasEnded(task.job.state)) return false;
      unlisten();
      settle(task.view());
      return true;
    };
    const giveUp = (): void => {
      unlisten();
      reject(new AyniError('cancelled', 'Waiting for the download was cancelled.'));
    };
    const stopListening = onChange((job) => void (job.id === task.job.id && finish()));
    const unlisten = (): void => {
      stopListening();
      signal?.removeEventListener('abort', giveUp);
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    if (!finish() && signal?.aborted === true) giveUp();
  });
}
