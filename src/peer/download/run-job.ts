import { AyniError } from '../../core/errors.ts';
import { look } from './disk/look.ts';
import { makeTarget } from './disk/make-target.ts';
import { probeNames } from './disk/probe.ts';
import { assertRoom } from './disk/space.ts';
import { dropSkipped } from './drop-skipped.ts';
import { fetchFiles } from './fetch/fetch-files.ts';
import { recheckFinished } from './fetch/recheck.ts';
import { afterMove, finishJob } from './finish-job.ts';
import { fetchForeign } from './foreign/fetch-foreign.ts';
import type { JobContext } from './job-context.ts';
import { correctSize } from './plan/correct-size.ts';
import { layOut } from './plan/lay-out.ts';
import { listAgain } from './plan/list-again.ts';
import { listFiles } from './plan/list-files.ts';
import { Listing } from './plan/listing.ts';
import { rootOf } from './plan/root-of.ts';

/**
 * Takes a job from where it is to its end, as far as that goes now.
 * @throws {AyniError} why it does not go further now, and the signal's reason
 */
export async function runJob(
  context: JobContext,
  { signal, isTaken }: { signal: AbortSignal; isTaken: (path: string) => boolean },
): Promise<void> {
  const { job, journal, progress } = context;
  context.finishing = false;
  context.directories = undefined;
  progress.restart();
  journal.start();
  try {
    if (job.target.kind === 'foreign') {
      await makeTarget(job.folder);
      await fetchForeign(context, job.target, { signal, isTaken });
      return;
    }
    if (job.phase === 'new' || job.phase === 'listed') {
      await makeTarget(job.folder);
      if (job.phase === 'new' && (await fetchListed(context, { signal, isTaken }))) return;
      await layOut(context, isTaken);
    } else {
      context.resumed = true;
      if (await wasMoved(context)) return;
    }
    if (context.recheck) await recheckFinished(context, { signal });
    context.recheck = false;
    await fetchWhatFits(context, signal);
    await finish(context, signal);
  } finally {
    context.resumed = true;
    journal.stop();
  }
}

async function finish(context: JobContext, signal: AbortSignal): Promise<void> {
  context.finishing = true;
  await dropSkipped(context);
  await finishJob(context, { signal });
}

/**
 * Lists the files of a job; where that can be, fetches them meanwhile, to the job's end.
 * @returns whether it came to its end
 */
async function fetchListed(
  context: JobContext,
  { signal, isTaken }: { signal: AbortSignal; isTaken: (path: string) => boolean },
): Promise<boolean> {
  const rules = await probeNames(context.job.folder);
  const listing = await Listing.begin(context, { rules, isTaken, signal });
  if (listing === undefined) {
    await listFiles(context, rules, signal);
    return false;
  }
  context.recheck = false;
  const stop = new AbortController();
  const fetching = AbortSignal.any([signal, stop.signal]);
  context.listing = listing;
  const listed = listing.run({ signal, onFull: () => stop.abort() });
  listed.catch(() => stop.abort());
  const [list, fetched] = await Promise.allSettled([listed, fetchAll(context, fetching)]);
  context.listing = undefined;
  if (list.status === 'rejected') throw list.reason;
  signal.throwIfAborted();
  if (fetched.status === 'rejected' && !stop.signal.aborted) throw fetched.reason;
  if (stop.signal.aborted) {
    // Now that all is listed the fault can say how much room is needed. Somebody may have made room meanwhile.
    context.resumed = true;
    await assertJobRoom(context);
    await fetchAll(context, signal);
  }
  await finish(context, signal);
  return true;
}

/** Tries once more where it was the size that was wrong. */
async function fetchWhatFits(context: JobContext, signal: AbortSignal): Promise<void> {
  const fetch = async (): Promise<void> => {
    await assertJobRoom(context);
    await fetchAll(context, signal);
  };
  try {
    await fetch();
  } catch (error) {
    signal.throwIfAborted();
    if (!(await correctSize(context, AyniError.from(error), { signal }))) throw error;
    await fetch();
  }
}

/** Goes through the files once more whenever somebody chose others, or another order. */
async function fetchAll(context: JobContext, signal: AbortSignal): Promise<void> {
  const { choices, progress } = context;
  for (;;) {
    const { changed } = choices;
    try {
      await fetchWhatIsChosen(context, AbortSignal.any([signal, changed]));
      return;
    } catch (error) {
      if (!changed.aborted || signal.aborted) throw error;
    }
    for (const number of choices.all('skip')) progress.partial(number, undefined);
    context.resumed = true;
  }
}

/** Files that nobody has any more are looked for once more under what is published now. */
async function fetchWhatIsChosen(context: JobContext, signal: AbortSignal): Promise<void> {
  try {
    await fetchFiles(context, { signal });
  } catch (error) {
    if (!AyniError.is(error, 'no-sources') || !(await changedSince(context, signal))) throw error;
    await fetchFiles(context, { signal });
  }
}

async function changedSince(context: JobContext, signal: AbortSignal): Promise<boolean> {
  try {
    return await listAgain(context, { signal });
  } catch (error) {
    signal.throwIfAborted();
    // The tracker went away meanwhile: there will be another time.
    context.log.debug({ error: AyniError.from(error).message }, 'the tree could not be listed again');
    return false;
  }
}

/** Whether the folder has its name already: then the last run ended just before it wrote that down. */
async function wasMoved(context: JobContext): Promise<boolean> {
  const { job } = context;
  const root = rootOf(job);
  if ((await look(root))?.isDirectory() === true) return false;
  const destination = job.phase === 'moving' && job.destination !== undefined ? await look(job.destination) : undefined;
  if (destination?.isDirectory() !== true) {
    throw new AyniError('io-failed', `${root} is gone: bring it back, or resume to begin again.`, {
      context: { path: root, gone: true },
    });
  }
  afterMove(context);
  return true;
}

/** @throws {AyniError} `disk-full`: it is better to say so at once than after hours */
export async function assertJobRoom({ job, store }: Pick<JobContext, 'job' | 'store'>): Promise<void> {
  if (job.phase === 'new' || job.phase === 'listed') return;
  let needed = job.bytesTotal - job.bytesDone;
  for (const { path, size } of store.parts.ofJob(job.number)) {
    const blocks = (await look(path))?.blocks ?? 0n;
    needed -= Math.min(size, Number(blocks) * 512);
  }
  await assertRoom(rootOf(job), needed);
}
