import { AyniError } from '../../../core/errors.ts';
import { formatCount } from '../../../core/format/quantity.ts';
import type { Outcome } from './outcome.ts';
import type { JobContext } from '../job-context.ts';
import { Places } from '../places.ts';
import type { FileRow } from '../store/file-table.ts';
import { BatchStep } from './batch-step.ts';
import { FileStep } from './file-step.ts';
import { isLarge, located } from './located.ts';
import { inBatches, type Work } from './small-batches.ts';

/** What is on its way at once: large files, batches of small ones, empty ones. */
const LANES = 8;
/** Of them files of more than one piece. */
const LARGE_LANES = 4;

/** Why files of a pass were left. */
interface Met {
  rest: Extract<Outcome, { kind: 'rest' }> | undefined;
  none: Extract<Outcome, { kind: 'none' }> | undefined;
  allRest: boolean;
}

/**
 * Goes once through the files that are not done and not skipped: those that a person wants first, then the others.
 * @throws {AyniError} when some are left: why, with `context.retryMs` where a source said or earned when to ask again
 */
export async function fetchFiles(context: JobContext, { signal }: { signal: AbortSignal }): Promise<void> {
  const { sources, journal, job } = context;
  const end = new AbortController();
  const both = AbortSignal.any([signal, end.signal]);
  const step = new FileStep(context);
  const batches = new BatchStep(context, step);
  const large = new Places(job.wishes.inOrder === true ? 1 : LARGE_LANES);
  const faults: unknown[] = [];
  const met: Met = { rest: undefined, none: undefined, allRest: false };

  const note = (outcome: Outcome): void => {
    if (outcome.kind === 'rest' && outcome.waitMs < (met.rest?.waitMs ?? Infinity)) met.rest = outcome;
    if (outcome.kind === 'none') met.none = outcome;
    // With everybody resting, the other files would only hear the same.
    if (outcome.kind === 'rest' && !sources.anyAwake()) met.allRest = true;
  };
  const fetchOne = async (row: FileRow): Promise<void> => {
    const leave = isLarge(row) ? await large.enter({ signal: both }) : undefined;
    try {
      note(await step.fetch(row, { signal: both }));
    } finally {
      leave?.();
    }
  };
  const lane = async (work: AsyncGenerator<Work, void, undefined>): Promise<void> => {
    try {
      while (!met.allRest && faults.length === 0) {
        const next = await work.next();
        if (next.done === true) return;
        if ('content' in next.value) await fetchOne(next.value);
        else for (const outcome of await batches.fetch(next.value, { signal: both })) note(outcome);
      }
    } catch (error) {
      faults.push(error);
      end.abort();
    }
  };
  for (const wish of ['first', 'normal'] as const) {
    const work = inBatches(located(context, wish, both));
    await Promise.all(Array.from({ length: LANES }, () => lane(work)));
    await work.return();
  }
  journal.flush({ pieces: true });
  signal.throwIfAborted();
  if (faults.length > 0) throw faults[0];
  if (job.filesDone < job.filesTotal) throw whyNot(context, met);
}

function whyNot({ job, sources }: JobContext, { rest, none }: Met): AyniError {
  const left = job.filesTotal - job.filesDone;
  const what = job.layout === 'file' ? 'this file' : `${formatCount(left, 'file')} of ${job.filesTotal}`;
  if (rest !== undefined) {
    const { why, waitMs } = rest;
    const position = why.context['position'];
    const message =
      why.code === 'busy'
        ? `The source has no free slot${position === undefined ? '' : ` (place ${Number(position)} in its queue)`}: it is asked again soon.`
        : why.message;
    return new AyniError(why.code, message, { context: { ...why.context, retryMs: Math.ceil(waitMs) }, cause: why });
  }
  const fault = sources.lookupFault;
  if (fault !== undefined)
    return new AyniError(fault.code, `Nobody is known to have ${what}: ${fault.message}`, { cause: fault });
  const last = none?.why === undefined ? '' : ` (${none.why.message})`;
  return new AyniError('no-sources', `Nobody who is online has ${what}: waiting for somebody who does${last}.`);
}
