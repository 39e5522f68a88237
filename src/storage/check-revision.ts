import { AyniError } from '../core/errors.ts';
import type { PublishBatch } from '../core/swarm/catalog.ts';

/** What a store knows of a share. */
export interface ShareStand {
  readonly revision: number;
  /** A full list has begun and not ended. */
  readonly listing: boolean;
}

/**
 * Whether a batch goes on where its share stands; a full list begins anywhere.
 * @throws {AyniError} `revision-mismatch`, with what the store has
 */
export function checkRevision(batch: PublishBatch, share: ShareStand | undefined): void {
  if (batch.full === 'first' || batch.full === 'only') return;
  const listing = share?.listing === true;
  const continues = batch.full !== undefined;
  if (listing === continues && batch.base === (share?.revision ?? 0)) return;
  const stands = listing ? 0 : (share?.revision ?? 0);
  throw new AyniError(
    'revision-mismatch',
    `The tracker has revision ${stands} of the share "${batch.share}", not ${batch.base}: send the full list.`,
    { context: { share: batch.share, revision: stands } },
  );
}
