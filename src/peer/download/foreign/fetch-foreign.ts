import { rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { EVERYONE } from '../../../core/access/audience.ts';
import { contentIdOfPieces } from '../../../core/content/content-id.ts';
import { MAX_CONTENT_SIZE } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { freeBytes } from '../../../platform/free-bytes.ts';
import { onDisk } from '../disk/faults.ts';
import { look } from '../disk/look.ts';
import { putAside } from '../disk/place.ts';
import { assertRoom } from '../disk/space.ts';
import { FileStep } from '../fetch/file-step.ts';
import { seal } from '../fetch/seal.ts';
import { noteSkipped, type JobContext } from '../job-context.ts';
import type { DownloadTarget, ForeignHolder } from '../job.ts';
import { layOut } from '../plan/lay-out.ts';
import { unownedPart } from '../plan/unowned-part.ts';
import type { FileRow } from '../store/file-table.ts';
import { IncomingFile, type Received } from './incoming-file.ts';
import { ReceivedAnswer, tooMuch } from './receive-answer.ts';
import { mostHopeful, SourceFault } from './source-fault.ts';

type ForeignTarget = Extract<DownloadTarget, { kind: 'foreign' }>;

/** Of what is free, so much at most for a file whose size nobody tells. */
const UNKNOWN_SHARE = 0.9;
/** What a job says of a file that may lack its end. */
export const UNKNOWN_END = 'completeness unknown: its dialect cannot tell a whole file from one that was cut off';

/**
 * Takes a job for a file at a foreign peer from where it is to its end. There are no ranges: each attempt begins with
 * the first byte. When the file is there it has a content id, and is served like any other.
 * @throws {AyniError} why it does not go further now, and the signal's reason
 */
export async function fetchForeign(
  context: JobContext,
  target: ForeignTarget,
  { signal, isTaken }: { signal: AbortSignal; isTaken: (path: string) => boolean },
): Promise<void> {
  const { job, store } = context;
  if (job.phase === 'new') {
    Object.assign(job, { layout: 'file', audience: EVERYONE, filesTotal: 1, bytesTotal: target.size ?? 0 });
    job.phase = 'listed';
    store.save(job);
  }
  if (job.phase === 'listed') await layOut(context, isTaken);
  // It is here, and there was no room to write that down.
  if (job.filesDone === job.filesTotal) return;
  const { destination } = job;
  if (destination === undefined) throw new AyniError('internal', 'A job without a destination cannot run.');
  const part = await clearPart(context, destination);
  const faults: AyniError[] = [];
  for (const holder of [target, ...(target.also ?? [])]) {
    try {
      await fetchFrom(context, { target, holder, part, destination }, signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SourceFault)) throw error;
      faults.push(error.why);
      context.log.debug({ job: job.id, holder: addressOf(holder), code: error.why.code }, error.why.message);
    } finally {
      context.progress.partial(0, undefined);
      context.progress.from(undefined);
      await rm(part, { force: true }).catch(() => undefined);
    }
  }
  // Nothing is left of it: the name is free for others.
  job.aside = undefined;
  throw mostHopeful(faults, target.name);
}

/** Where the file is written; what an earlier attempt left there is removed, what is not ours stays beside it. */
async function clearPart({ job, store }: JobContext, destination: string): Promise<string> {
  const part = job.aside ?? unownedPart({ job, store }, destination);
  if ((await look(part)) !== undefined) {
    if (job.aside === part) await onDisk(part, () => rm(part, { recursive: true, force: true }));
    else await putAside(part);
  }
  // Written down first: after a crash the file is known as ours.
  job.aside = part;
  store.save(job);
  return part;
}

function addressOf({ host, port }: ForeignHolder): `${string}:${number}` {
  return `${host}:${port}`;
}

interface Attempt {
  readonly target: ForeignTarget;
  readonly holder: ForeignHolder;
  /** Absolute. */
  readonly part: string;
  readonly destination: string;
}

async function fetchFrom(context: JobContext, attempt: Attempt, signal: AbortSignal): Promise<void> {
  const { job, foreign } = context;
  const { target, holder, part } = attempt;
  const fetcher = foreign.fetch[holder.dialect];
  if (fetcher === undefined) {
    throw new SourceFault(new AyniError('no-sources', `This peer cannot fetch from peers of ${holder.dialect}.`));
  }
  const { size: expected, md5 } = target;
  const source = {
    name: holder.name,
    host: holder.host,
    port: holder.port,
    ...(expected === undefined ? {} : { size: expected }),
    ...(md5 === undefined ? {} : { md5 }),
  };
  await using answer = await ReceivedAnswer.ask(fetcher, source, { limits: foreign.limits, signal });
  const size = agreedSize(expected, answer.size);
  await assertRoom(dirname(part), size ?? 0);
  job.bytesTotal = size ?? 0;
  context.progress.from(`${addressOf(holder)} (${holder.dialect})`);
  const received = await receive(context, attempt, { answer, size, signal });
  if (md5 !== undefined && received.md5 !== md5) {
    throw new SourceFault(
      new AyniError('corrupt-piece', `"${target.name}" came with other bytes than its MD5 says: it was not kept.`),
    );
  }
  await keep(context, attempt, received, signal);
  if (size === undefined && md5 === undefined && !answer.endIsKnown) {
    noteSkipped(job, basename(job.destination ?? attempt.destination), UNKNOWN_END);
  }
}

/** @throws {SourceFault} where it is not the file that was asked for */
function agreedSize(expected: number | undefined, told: number | undefined): number | undefined {
  if (told !== undefined && (!Number.isSafeInteger(told) || told < 0 || told > MAX_CONTENT_SIZE)) {
    throw new SourceFault(new AyniError('bad-answer', 'The peer tells a size that no file can have.'));
  }
  if (expected !== undefined && told !== undefined && expected !== told) {
    const message = `The file has ${told} bytes now instead of ${expected}: search again, it is another one.`;
    throw new SourceFault(new AyniError('content-changed', message));
  }
  return told ?? expected;
}

/** Writes what comes into the part file. */
async function receive(
  context: JobContext,
  { target, holder, part }: Attempt,
  { answer, size, signal }: { answer: ReceivedAnswer; size: number | undefined; signal: AbortSignal },
): Promise<Received> {
  const { job, progress, receiver, hasher, foreign } = context;
  const room = (await freeBytes(dirname(part))) ?? MAX_CONTENT_SIZE;
  const most = size ?? Math.min(MAX_CONTENT_SIZE, Math.floor(room * UNKNOWN_SHARE));
  const file = await IncomingFile.create(part, { hasher, md5: foreign.md5 || target.md5 !== undefined });
  try {
    while (file.size !== size) {
      const bytes = await answer.next();
      if (bytes === undefined) break;
      job.received += bytes.length;
      if (file.size + bytes.length > most) throw new SourceFault(size === undefined ? endless() : tooMuch());
      await file.add(bytes);
      progress.came(bytes.length);
      progress.partial(0, file.size);
      await receiver.took(addressOf(holder), bytes.length, { signal });
      signal.throwIfAborted();
    }
    if (size !== undefined) {
      if (file.size < size) throw new SourceFault(cutOff(file.size, size));
      await answer.expectEnd();
    }
    return await file.end();
  } finally {
    await file.close();
  }
}

function cutOff(came: number, size: number): AyniError {
  return new AyniError('cut-off', `The peer sent ${came} of ${size} bytes: it is asked again.`);
}

function endless(): AyniError {
  return new AyniError('too-large', 'The peer tells no size and sends more than there is room for: it was not kept.');
}

/** Gives the file its content id and its name, and hands it to the journal, which has it served. */
async function keep(context: JobContext, { part, destination }: Attempt, received: Received, signal: AbortSignal) {
  const { job, hasher } = context;
  const { size, pieceHashes, md5 } = received;
  const content = contentIdOfPieces(hasher, size, pieceHashes);
  const row: FileRow = { number: 0, path: '', origin: '', content, size, mtime: undefined, executable: false };
  const sealed = await seal(context, row, part, pieceHashes);
  job.bytesTotal = size;
  // Before the file counts as done, so that it is not counted twice.
  context.progress.partial(0, undefined);
  await new FileStep(context).finish(row, { target: destination, path: part }, { ...sealed, md5 }, { signal });
  job.aside = undefined;
}
