import { lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';

/** In the mirrored folder: what the mirror wrote, what comes just now, and a lock. The peer cannot write into it. */
export const STATE_NAME = '.ayni-mirror';

/** What the mirror wrote at a path, to know it again: whatever differs was changed by somebody else. */
const Written = Type.Union([
  Type.Object({ kind: Type.Literal('file'), content: Type.String(), size: Type.Number(), mtime: Type.Number() }),
  Type.Object({ kind: Type.Literal('directory') }),
  Type.Object({ kind: Type.Literal('symlink'), target: Type.String() }),
]);
export type Written = Static<typeof Written>;

const StateFile = Type.Object({
  version: Type.Literal(1),
  peer: Type.String(),
  path: Type.String(),
  entries: Type.Array(Type.Tuple([Type.String(), Written])),
});

/** Which folder of which peer is mirrored. */
export interface Mirrored {
  readonly peer: string;
  readonly path: string;
}

/** The mirror's memory, held by one process at a time. */
export class MirrorState {
  /** By path relative to the mirrored folder. */
  readonly written: Map<string, Written>;
  readonly #folder: string;
  readonly #mirrored: Mirrored;
  readonly #lock: DatabaseSync;

  private constructor(folder: string, mirrored: Mirrored, lock: DatabaseSync, written: Map<string, Written>) {
    this.#folder = folder;
    this.#mirrored = mirrored;
    this.#lock = lock;
    this.written = written;
  }

  /**
   * @param root the mirrored folder, absolute; it is there
   * @throws {AyniError} `conflict` where another mirror runs there or it mirrors something else; `state-damaged`
   */
  static async open(root: string, mirrored: Mirrored): Promise<MirrorState> {
    const folder = join(root, STATE_NAME);
    await mkdir(join(folder, 'parts'), { recursive: true });
    // A link here would lead the bytes out of the folder.
    for (const path of [folder, join(folder, 'parts')]) {
      if (!(await lstat(path)).isDirectory()) throw new AyniError('conflict', `${path} is no folder: remove it.`);
    }
    const lock = takeLock(folder, root);
    try {
      return new MirrorState(folder, mirrored, lock, await load(folder, root, mirrored));
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  get #parts(): string {
    return join(this.#folder, 'parts');
  }

  /** The folder that a content arrives in, under the name of its file: that is what downloads show. */
  partsOf(content: ContentId): string {
    return join(this.#parts, content);
  }

  async save(): Promise<void> {
    const file = { version: 1, ...this.#mirrored, entries: [...this.written] };
    await writeFileAtomic(join(this.#folder, 'state.json'), `${JSON.stringify(file)}\n`, 0o600);
  }

  /** Forgets parts that nobody waits for. */
  async clearParts(): Promise<void> {
    await rm(this.#parts, { recursive: true, force: true });
    await mkdir(this.#parts);
  }

  [Symbol.dispose](): void {
    this.#lock.close();
  }
}

/** The operating system ends the lock with the process, also after kill -9. */
function takeLock(folder: string, root: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (cause) {
    database.close();
    throw new AyniError('conflict', `Another mirror runs on ${root}: stop it first, or take another folder.`, {
      cause,
    });
  }
}

async function load(folder: string, root: string, mirrored: Mirrored): Promise<Map<string, Written>> {
  const path = join(folder, 'state.json');
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return new Map();
    throw damaged(path, cause);
  }
  if (!Value.Check(StateFile, parsed)) throw damaged(path);
  if (parsed.peer !== mirrored.peer || parsed.path !== mirrored.path) {
    throw new AyniError('conflict', `${root} mirrors "${parsed.path}" of another peer or folder: take another DIR.`);
  }
  return new Map(parsed.entries);
}

function damaged(path: string, cause?: unknown): AyniError {
  const next = 'remove it: what is there then counts as yours, and is never replaced';
  return new AyniError('state-damaged', `${path} cannot be read; ${next}.`, { cause });
}
