import { AyniError } from '../../src/core/errors.ts';
import type { ContentId } from '../../src/core/ids.ts';
import type { Entry, Hold, PublishBatch } from '../../src/core/swarm/catalog.ts';
import type { TrackerOperations } from '../../src/wire/tracker/operations.ts';

/** The part of a tracker that a publisher talks to: keeps lists as the rules say, and records what it was sent. */
export class RecordingTracker implements Pick<TrackerOperations, 'publish' | 'unpublish' | 'hold'> {
  readonly batches: PublishBatch[] = [];
  readonly calls: string[] = [];
  readonly shares = new Map<
    string,
    { revision: number; audience: PublishBatch['audience']; entries: Map<string, Entry> }
  >();
  readonly holds = new Map<ContentId, Hold>();
  /** Thrown instead of an answer while it is set. */
  failure: AyniError | undefined;
  #list = new Set<string>();

  get revisions(): Record<string, number> {
    return Object.fromEntries([...this.shares].map(([name, share]) => [name, share.revision]));
  }

  /** Paths of a share, sorted. */
  paths(share: string): string[] {
    return [...(this.shares.get(share)?.entries.keys() ?? [])].toSorted();
  }

  entry(share: string, path: string): Entry | undefined {
    return this.shares.get(share)?.entries.get(path);
  }

  async publish(batch: PublishBatch): Promise<void> {
    await this.#answer('publish');
    this.batches.push(batch);
    const known = this.shares.get(batch.share);
    const begins = batch.full === 'first' || batch.full === 'only';
    if (!begins && (known?.revision ?? 0) !== batch.base) {
      throw new AyniError('revision-mismatch', 'Another revision.', { context: { revision: known?.revision ?? 0 } });
    }
    const entries = known?.entries ?? new Map<string, Entry>();
    if (begins) this.#list = new Set();
    for (const path of batch.remove) {
      for (const key of entries.keys()) if (key === path || key.startsWith(`${path}/`)) entries.delete(key);
    }
    for (const entry of batch.upsert) {
      entries.set(entry.path, entry);
      this.#list.add(entry.path);
    }
    if (batch.full === 'last' || batch.full === 'only') {
      for (const key of entries.keys()) if (!this.#list.has(key)) entries.delete(key);
    }
    this.shares.set(batch.share, { revision: batch.next, audience: batch.audience, entries });
  }

  async unpublish({ share }: { readonly share: string }): Promise<void> {
    await this.#answer('unpublish');
    this.shares.delete(share);
  }

  async hold({
    upsert,
    remove,
  }: {
    readonly upsert: readonly Hold[];
    readonly remove: readonly ContentId[];
  }): Promise<void> {
    await this.#answer('hold');
    for (const hold of upsert) this.holds.set(hold.content, hold);
    for (const content of remove) this.holds.delete(content);
  }

  async #answer(call: string): Promise<void> {
    this.calls.push(call);
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failure) throw this.failure;
  }
}
