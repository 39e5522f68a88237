/**
 * `waiting` for its turn or for a source, `blocked` by this machine (a full disk) and going on by itself; the last
 * three are ends, of which a failed job can be resumed.
 */
export const JOB_STATES = ['waiting', 'running', 'paused', 'blocked', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What happens to a job. */
export type JobEvent = 'run' | 'wait' | 'block' | 'pause' | 'resume' | 'finish' | 'fail' | 'cancel';

const ACTIVE = {
  run: 'running',
  wait: 'waiting',
  block: 'blocked',
  pause: 'paused',
  finish: 'done',
  fail: 'failed',
  cancel: 'cancelled',
} as const satisfies Partial<Record<JobEvent, JobState>>;

const NEXT: Record<JobState, Partial<Record<JobEvent, JobState>>> = {
  waiting: { ...ACTIVE, resume: 'waiting' },
  running: { ...ACTIVE, resume: 'running' },
  blocked: { ...ACTIVE, resume: 'waiting' },
  paused: { pause: 'paused', resume: 'waiting', cancel: 'cancelled' },
  failed: { resume: 'waiting', cancel: 'cancelled' },
  done: {},
  cancelled: { cancel: 'cancelled' },
};

/** The state after `event`, or undefined where that cannot happen to a job in this state. */
export function stateAfter(state: JobState, event: JobEvent): JobState | undefined {
  return NEXT[state][event];
}

/** Whether nothing more happens to the job unless a person asks for it. */
export function hasEnded(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}
