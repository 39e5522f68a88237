import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/log.ts';
import type { SwarmStore } from '../../core/swarm/swarm-store.ts';
import { startWorker } from '../../platform/start-worker.ts';
import { IN_MEMORY, openDatabase, sqliteError } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrations.ts';
import { OnlineBoard } from '../leases/online-board.ts';
import { Presences } from '../leases/presences.ts';
import { readOperations, type ReadOperations } from './read-operations.ts';
import { SqliteStore } from './sqlite-store.ts';
import { Caller, type Line, type LineEvents } from './threads/caller.ts';
import { inlineLine, workerLine } from './threads/lines.ts';
import { NOT_SYNCED, writeOperations, type WriteOperations } from './write-operations.ts';

const WRITING = { maxPending: 4096, timeoutMs: 120_000, what: 'writing' };
const SEARCHING = { maxPending: 256, timeoutMs: 15_000, what: 'searching' };
/** MiB of each thread: the largest batches that may wait must fit. */
const MAX_HEAP = 1024;

/**
 * The tracker's state in a SQLite file, made where there is none. One process at a time.
 * @param path of the file, or `:memory:`
 * @throws {AyniError} `state-newer`, `no-permission`, `io-failed`, `state-locked`
 */
export async function openSqliteStore(
  path: string,
  components: { readonly clock: Clock; readonly log: Logger },
): Promise<SwarmStore> {
  const database = openDatabase(path, { readOnly: false, cacheKiB: 32 * 1024 });
  try {
    migrate(database, path);
    const board = new OnlineBoard();
    const lines = path === IN_MEMORY ? inlineLines(database, board) : workerLines(path, board);
    const writer = new Caller<WriteOperations>(lines.writer, WRITING);
    const reader = new Caller<ReadOperations>(lines.reader, SEARCHING);
    return new SqliteStore({ ...components, database, writer, reader, presences: new Presences(board) });
  } catch (error) {
    database.close();
    throw sqliteError(error, path);
  }
}

type Connect = (events: LineEvents) => Line;

function workerLines(path: string, board: OnlineBoard): { readonly writer: Connect; readonly reader: Connect } {
  return {
    writer: (events) =>
      workerLine(
        startWorker('writer-worker', import.meta.url, { name: 'ayni-write', workerData: { path }, maxHeap: MAX_HEAP }),
        events,
      ),
    reader: (events) =>
      workerLine(
        startWorker('reader-worker', import.meta.url, {
          name: 'ayni-read',
          workerData: { path, board: board.memory },
          maxHeap: MAX_HEAP,
        }),
        events,
      ),
  };
}

function inlineLines(
  database: Parameters<typeof writeOperations>[0],
  board: OnlineBoard,
): { readonly writer: Connect; readonly reader: Connect } {
  const commits = new GroupCommit(database, IN_MEMORY);
  return {
    writer: (events) =>
      inlineLine(
        {
          operations: writeOperations(database),
          run: (operation, job) => commits.run(job, !NOT_SYNCED.has(operation)),
          close: () => commits.flush(),
        },
        events,
      ),
    reader: (events) =>
      inlineLine({ operations: readOperations(database, board), run: (_operation, job) => job(), close() {} }, events),
  };
}
