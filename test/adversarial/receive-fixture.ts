import { writeFile } from 'node:fs/promises';
import type { TestContext } from 'node:test';

import { AyniError, type ErrorCode } from '../../src/core/errors.ts';
import type { Hasher } from '../../src/core/content/hasher.ts';
import { loadIdentity, type Identity } from '../../src/net/identity/identity.ts';
import { ReceiveWorker, type ReceiveLimits, type ReceiveRun } from '../../src/net/receive/receive-worker.ts';
import { loadHasher } from '../../src/platform/hash/load-hasher.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rawSource, type RawRequest, type RawSource, type Sample } from './receive-source.ts';

export interface ReceiveFixture {
  readonly folder: string;
  readonly hasher: Hasher;
  readonly theirs: Identity;
  readonly ours: Identity;
  readonly worker: ReceiveWorker;
  readonly source: (answer: (request: RawRequest) => void | Promise<void>) => Promise<RawSource>;
  /** An empty file of the right size. */
  readonly partFile: (name: string, size: number) => Promise<string>;
  /** All pieces of the sample, unless said otherwise. */
  readonly runOf: (source: RawSource, sample: Sample, path: string, change?: Partial<ReceiveRun>) => ReceiveRun;
}

export async function receiveFixture(t: TestContext, limits: Partial<ReceiveLimits> = {}): Promise<ReceiveFixture> {
  const folder = await temporaryFolder(t);
  const ours = await loadIdentity(`${folder}/ours`);
  const theirs = await loadIdentity(`${folder}/theirs`);
  const { hasher } = await loadHasher();
  const worker = new ReceiveWorker({ identity: ours }, limits);
  t.after(() => worker.stop());
  return {
    folder,
    hasher,
    ours,
    theirs,
    worker,
    source: (answer) => rawSource(t, theirs, answer),
    async partFile(name, size) {
      const path = `${folder}/${name}`;
      await writeFile(path, Buffer.alloc(size));
      return path;
    },
    runOf: (source, sample, path, change = {}) => ({
      source: source.address,
      peer: theirs.peer,
      credential: 'a.b.c',
      content: sample.content,
      size: sample.bytes.length,
      first: 0,
      count: sample.hashes.length / 32,
      hashes: sample.hashes,
      path,
      ...change,
    }),
  };
}

/** How a run failed, or undefined where it did not. */
export async function failureOf(running: Promise<unknown>): Promise<AyniError | undefined> {
  try {
    await running;
    return undefined;
  } catch (error) {
    return AyniError.from(error);
  }
}

export async function codeOf(running: Promise<unknown>): Promise<ErrorCode | undefined> {
  return (await failureOf(running))?.code;
}
