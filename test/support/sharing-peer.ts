import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { contentIdOfPieces } from '../../src/core/content/content-id.ts';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { SILENT } from '../../src/core/log.ts';
import { Library } from '../../src/peer/library/library.ts';
import { ShareService } from '../../src/peer/share/share-service.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { loadHasher } from '../../src/platform/hash/load-hasher.ts';
import { RecordingTracker } from './recording-tracker.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const { hasher } = await loadHasher();

/** The content that a file of these bytes has. */
export function contentOf(text: string | Buffer) {
  const bytes = Buffer.from(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_SIZE) pieces.push(hasher.hash(bytes.subarray(at, at + PIECE_SIZE)));
  return contentIdOfPieces(hasher, bytes.length, Buffer.concat(pieces));
}

/** Files of a tree by path; a path that ends in `/` is a folder. Written a while ago, as far as anyone can see. */
export function plant(root: string, tree: Record<string, string>): void {
  for (const [path, text] of Object.entries(tree)) {
    const full = join(root, path);
    mkdirSync(path.endsWith('/') ? full : join(full, '..'), { recursive: true });
    if (path.endsWith('/')) continue;
    writeFileSync(full, text);
    age(full);
  }
}

let clock = 1_700_000_000.5;
/** Gives a file a time of its own in the past. */
export function age(path: string): void {
  clock += 1;
  utimesSync(path, clock, clock);
}

/** A peer that shares, beside a tracker that records what it is told. */
export async function sharingPeer(t: TestContext, { watch = false, state: inside = '' } = {}) {
  const folder = await temporaryFolder(t);
  const state = inside === '' ? await temporaryFolder(t) : join(folder, inside);
  mkdirSync(state, { recursive: true });
  const tracker = new RecordingTracker();
  const make = () => {
    const library = Library.open(join(state, 'library.sqlite'), { hasher, log: SILENT });
    const service = new ShareService({ library, tracker, hasher, clock: systemClock, log: SILENT }, { watch });
    service.start();
    service.announced({ revisions: tracker.revisions });
    return { library, service };
  };
  let { library, service } = make();
  const stop = async () => {
    await service.stop();
    library.close();
  };
  t.after(stop);
  return {
    state,
    folder,
    tracker,
    get library() {
      return library;
    },
    get service() {
      return service;
    },
    /** As a new process would: same state folder. */
    async restart(between: () => void = () => {}) {
      await stop();
      between();
      ({ library, service } = make());
      await service.rescan();
    },
    status: (name: string) => {
      const found = service.list().find(({ share }) => share.name === name);
      assert.ok(found);
      return found;
    },
    /** Until the tracker's paths are these. */
    async reaches(share: string, paths: string[]) {
      const deadline = Date.now() + 60_000;
      while (JSON.stringify(tracker.paths(share)) !== JSON.stringify(paths.toSorted())) {
        if (Date.now() > deadline) assert.deepEqual(tracker.paths(share), paths.toSorted());
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
  };
}
