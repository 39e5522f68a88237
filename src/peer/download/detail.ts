import { basename } from 'node:path';
import { Bitfield } from '../../core/content/bitfield.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import type { ContentId } from '../../core/ids.ts';
import { pieceColumns, type PieceColumns } from '../../core/transfer/piece-map.ts';
import { MAX_PIECE_COLUMNS, type FileWish } from '../../wire/control/page-messages.ts';
import type { JobContext } from './job-context.ts';
import type { ListedFile } from './store/file-list.ts';

/** A file of a download as others see it. */
export interface JobFile {
  /** Its name in calls, within its download. */
  readonly number: number;
  /** Relative to the destination; the destination's own name where that is the file. */
  readonly path: string;
  readonly size: number;
  readonly bytesDone: number;
  readonly state: 'waiting' | 'running' | 'done' | 'skipped';
  readonly wish: FileWish;
  readonly content?: ContentId;
}

export interface JobDetail {
  readonly id: string;
  /** In the order in which they come, the first 10,000. Those of a folder are forgotten when it is done. */
  readonly files: JobFile[];
  readonly filesTotal: number;
  readonly pieces?: PieceColumns & { readonly file: number; readonly pieces: number };
}

type Looked = Pick<JobContext, 'job' | 'store' | 'choices' | 'progress' | 'running'>;

/** @param file number of the one whose pieces are told; else of one that runs */
export function detailOf(looked: Looked, file: number | undefined): JobDetail {
  const { job, store } = looked;
  const list = store.files.list(job.number);
  const shown = list.files.map((one) => shownFile(looked, one));
  const files = list.total > 0 ? inOrder(shown) : lone(looked);
  const pieces = (file === undefined ? undefined : piecesOf(looked, file)) ?? piecesOfRunning(looked);
  return { id: job.id, files, filesTotal: Math.max(list.total, files.length), ...(pieces && { pieces }) };
}

function shownFile(looked: Looked, { number, path, size, content, done }: ListedFile): JobFile {
  const { job, choices, progress, running } = looked;
  const wish = choices.of(number);
  const isRunning = running.has(number) || (job.layout === 'file' && job.state === 'running');
  const pending = wish === 'skip' ? 'skipped' : isRunning ? 'running' : 'waiting';
  return {
    number,
    path: path === '' ? ownName(looked) : path,
    size,
    bytesDone: done ? size : (progress.partialOf(number) ?? 0),
    state: done ? 'done' : pending,
    wish,
    content,
  };
}

function ownName({ job }: Looked): string {
  return job.destination === undefined ? job.name : basename(job.destination);
}

/** What is wanted first comes first; else as they are numbered. */
function inOrder(files: JobFile[]): JobFile[] {
  if (!files.some(({ wish }) => wish === 'first')) return files;
  return [...files.filter(({ wish }) => wish === 'first'), ...files.filter(({ wish }) => wish !== 'first')];
}

/** A single file has no row before it is listed, after it is done, or where a foreign peer has it. */
function lone(looked: Looked): JobFile[] {
  const { job, progress } = looked;
  if (job.target.kind === 'tree' && (job.layout !== 'file' || job.filesTotal !== 1)) return [];
  const isDone = job.state === 'done';
  return [
    {
      number: 0,
      path: ownName(looked),
      size: job.bytesTotal,
      bytesDone: isDone ? job.bytesTotal : progress.bytesDone(job),
      state: isDone ? 'done' : job.state === 'running' ? 'running' : 'waiting',
      wish: 'normal',
      ...(job.target.kind === 'content' ? { content: job.target.content } : {}),
    },
  ];
}

function piecesOfRunning(looked: Looked): JobDetail['pieces'] {
  const [first] = looked.running.keys();
  return first === undefined ? undefined : piecesOf(looked, first);
}

/** Also of a large file that was begun and does not run: then nobody is known to have any of it. */
function piecesOf({ job, store, running }: Looked, file: number): JobDetail['pieces'] {
  const facts = running.get(file)?.pieces();
  if (facts !== undefined) {
    return { file, pieces: facts.have.length, ...pieceColumns(facts, MAX_PIECE_COLUMNS) };
  }
  const part = store.parts.get(job.number, file);
  if (part === undefined) return undefined;
  const have = Bitfield.fromBytes(pieceCount(part.size), part.bits);
  return { file, pieces: have.length, ...pieceColumns({ have, asked: [], whole: 0, parts: [] }, MAX_PIECE_COLUMNS) };
}
