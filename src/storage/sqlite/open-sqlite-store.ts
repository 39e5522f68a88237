import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/log.ts';
import type { SwarmStore } from '../../core/swarm/swarm-store.ts';
import { startWorker } from '../../platform/start-worker.ts';
import { IN_MEMORY, openDatabase, sqliteError } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { ChangedContents, type ContentChanges } from './holders/changed-contents.ts';
import { HolderIndex } from './holders/holder-index.ts';
import { migrate } from './migrations.ts';
import { OnlineBoard } from '../leases/online-board.ts';
import { Presences } from '../leases/presences.ts';
import { readOperations, type ReadOperations } from './read-operations.ts';
import { SqliteStore } from './sqlite-store.ts';
import { Caller, type Line, type LineEvents } from './threads/caller.ts';
import { inlineLine, workerLine } from './threads/lines.ts';
import { NO_SNAPSHOT, TurnSnapshot } from './turn-snapshot.ts';
import { NOT_SYNCED, writeOperations, type WriteOperations } from './write-operations.ts';

const WRITING = { maxPending: 4096, timeoutMs: 120_000, what: 'writing' };
const SEARCHING = { maxPending: 256, timeoutMs: 15_000, what: 'searching' };
/** Page caches, KiB: short reads need few pages, and a `locate` that is not answered from memory others each time. */
const LOCATING_KIB = 8 * 1024;
const READING_KIB = 4 * 1024;
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
  const database = openDatabase(path, { readOnly: false, cacheKiB: READING_KIB });
  let located = database;
  try {
    migrate(database, path);
    const board = new OnlineBoard();
    const inMemory = path === IN_MEMORY;
    if (!inMemory) located = openDatabase(path, { readOnly: true, cacheKiB: LOCATING_KIB });
    const snapshot = inMemory ? NO_SNAPSHOT : new TurnSnapshot(located);
    const index = new HolderIndex();
    const lines = inMemory ? inlineLines(database, board) : workerLines(path, board);
    const connect = refreshing(lines.writer, { snapshot, index });
    // What it did last nobody told of.
    const writer = new Caller<WriteOperations>(connect, { ...WRITING, lost: () => index.forget() });
    const reader = new Caller<ReadOperations>(lines.reader, SEARCHING);
    const locating = { database: located, snapshot, index };
    return new SqliteStore({ ...components, database, locating, writer, reader, presences: new Presences(board) });
  } catch (error) {
    if (located.isOpen) located.close();
    if (database.isOpen) database.close();
    throw sqliteError(error, path);
  }
}

/** Has what is read after a write was answered see it. */
function refreshing(
  connect: Lines['writer'],
  { snapshot, index }: { readonly snapshot: Pick<TurnSnapshot, 'leave'>; readonly index: HolderIndex },
): Connect {
  return (events) =>
    connect({
      ...events,
      answered: (answer) => {
        snapshot.leave();
        if (answer.aside !== undefined) index.forget(answer.aside.contents);
        events.answered(answer);
      },
    });
}

type Connect = (events: LineEvents) => Line;

/** What writes tells of the contents that it changed. */
interface Lines {
  readonly writer: (events: LineEvents<ContentChanges>) => Line;
  readonly reader: Connect;
}

function workerLines(path: string, board: OnlineBoard): Lines {
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
          grows: true,
        }),
        events,
      ),
  };
}

function inlineLines(database: Parameters<typeof writeOperations>[0], board: OnlineBoard): Lines {
  const commits = new GroupCommit(database, IN_MEMORY);
  const changed = new ChangedContents();
  return {
    writer: (events) =>
      inlineLine(
        {
          operations: writeOperations(database, changed),
          aside: () => changed.take(),
          run: (operation, job) => commits.run(job, !NOT_SYNCED.has(operation)),
          close: () => commits.flush(),
        },
        events,
      ),
    reader: (events) =>
      inlineLine({ operations: readOperations(database, board), run: (_operation, job) => job(), close() {} }, events),
  };
}
