import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './database.ts';
import { GroupCommit } from './group-commit.ts';
import { ChangedContents } from './holders/changed-contents.ts';
import { serve } from './threads/serve.ts';
import { NOT_SYNCED, writeOperations } from './write-operations.ts';

/** The thread that writes: neither a long list of files nor a slow disk holds up the tracker's main thread. */
const { path }: { readonly path: string } = workerData;
const database = openDatabase(path, { readOnly: false, cacheKiB: 48 * 1024 });
const commits = new GroupCommit(database, path);
const changed = new ChangedContents();

if (parentPort) {
  serve(parentPort, {
    operations: writeOperations(database, changed),
    aside: () => changed.take(),
    run: (operation, job) => commits.run(job, !NOT_SYNCED.has(operation)),
    close: () => {
      commits.flush();
      database.close();
    },
  });
}
