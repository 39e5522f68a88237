import type { ErrorCode, ErrorContext } from '../../core/errors.ts';
import type { Identity } from '../identity/identity.ts';
import type { BatchGroup } from './batch/batch-run.ts';
import type { PackedBatch } from './batch/packed-batch.ts';
import type { PieceRange, ReceiveLimits, ReceiveRun, RunResult } from './receive-run.ts';

/** What the worker thread starts with. */
export interface ReceiveStart {
  readonly identity: Identity;
  readonly limits: ReceiveLimits;
  /** Of a `Pace`, where what comes is limited. */
  readonly pace?: SharedArrayBuffer | undefined;
}

/** To the worker, in batches: a message costs more than what a small run needs otherwise. */
export type ReceiveCommand =
  | { readonly kind: 'run'; readonly id: number; readonly run: ReceiveRun }
  | { readonly kind: 'batch'; readonly id: number; readonly run: PackedBatch }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'stop' };

/** From the worker, in batches. */
export type ReceiveReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'chosen'; readonly id: number; readonly pieces: PieceRange }
  | { readonly kind: 'told'; readonly id: number; readonly bitfield: Uint8Array }
  | { readonly kind: 'pieces'; readonly id: number; readonly pieces: PieceRange }
  | { readonly kind: 'group'; readonly id: number; readonly group: BatchGroup }
  | { readonly kind: 'done'; readonly id: number; readonly result: RunResult }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly context: ErrorContext;
    };
