import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ANNA, BEN, delta, file, populate, treeOf, viewer } from '../../src/storage/contract/fixtures.contract.ts';
import type { SwarmStore } from '../../src/core/swarm/swarm-store.ts';

const FILES = 500;

/** Anna publishes batch after batch into a store, whose disk is filled by something else until little is left. */
export class Publishing {
  readonly #store: SwarmStore;
  readonly #filler: string;
  #acknowledged = 0;

  /** @param disk where it is mounted @param leave bytes that stay free when it is filled */
  static async begin(store: SwarmStore, disk: string, leave: number): Promise<Publishing> {
    await populate(store);
    const publishing = new Publishing(store, join(disk, 'filler'));
    await publishing.more();
    const { bavail, bsize } = await statfs(disk);
    await writeFile(publishing.#filler, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    return publishing;
  }

  private constructor(store: SwarmStore, filler: string) {
    this.#store = store;
    this.#filler = filler;
  }

  /** One more batch. */
  async more(): Promise<void> {
    const round = this.#acknowledged;
    const files = Array.from({ length: FILES }, (_, at) => file(`round ${round}/file ${at}`, `c${round} ${at}`));
    await this.#store.publish(ANNA, delta('s', round, files));
    this.#acknowledged++;
  }

  /** @returns why a batch failed; undefined where a hundred did not */
  async untilFull(): Promise<{ readonly code?: string; readonly message?: string } | undefined> {
    while (this.#acknowledged < 100) {
      try {
        await this.more();
      } catch (error) {
        return error as { readonly code?: string; readonly message?: string };
      }
    }
    return undefined;
  }

  makeRoom(): Promise<void> {
    return rm(this.#filler);
  }

  /** Files that were acknowledged, and those that the store has. */
  async files(): Promise<{ readonly acknowledged: number; readonly found: number }> {
    const paths = await treeOf(this.#store, viewer(BEN), ANNA, 's');
    return { acknowledged: this.#acknowledged * FILES, found: paths.filter((path) => path.includes('/file ')).length };
  }
}
