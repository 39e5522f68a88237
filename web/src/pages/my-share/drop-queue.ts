import { AyniError } from '../../../../src/core/errors.ts';

/** A file that was dropped, under its path in what was dropped. */
export interface Dropped {
  readonly path: string;
  readonly file: Blob;
}

export interface DropState {
  readonly files: number;
  readonly bytes: number;
  /** What arrived; a file that failed is none of it. */
  readonly filesDone: number;
  readonly bytesDone: number;
  /** What is being sent. */
  readonly current: string | undefined;
  /** Files that did not arrive, the first hundred of them with the reason. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
  readonly failures: number;
  readonly running: boolean;
}

export const NO_DROP: DropState = {
  files: 0,
  bytes: 0,
  filesDone: 0,
  bytesDone: 0,
  current: undefined,
  failed: [],
  failures: 0,
  running: false,
};

const MAX_FAILED_SHOWN = 100;
/** Failures in a row after which the rest is given up: the disk is full or the daemon is gone. */
const MAX_IN_A_ROW = 5;

/**
 * Sends what was dropped one after the other, and tells after each what became of it. A file that fails is noted and
 * left out; `cancelled` ends it quietly.
 */
export async function sendAll(
  dropped: readonly Dropped[],
  send: (one: Dropped, signal: AbortSignal) => Promise<void>,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (state: DropState) => void },
): Promise<void> {
  const bytes = dropped.reduce((sum, { file }) => sum + file.size, 0);
  let state: DropState = { ...NO_DROP, files: dropped.length, bytes, running: true };
  let inARow = 0;
  for (const one of dropped) {
    if (signal.aborted || inARow >= MAX_IN_A_ROW) break;
    state = { ...state, current: one.path };
    tell(state);
    try {
      await send(one, signal);
      inARow = 0;
      state = { ...state, filesDone: state.filesDone + 1, bytesDone: state.bytesDone + one.file.size };
    } catch (error) {
      if (signal.aborted) break;
      inARow++;
      const failed = [...state.failed, { path: one.path, reason: AyniError.from(error).message }];
      state = { ...state, failed: failed.slice(0, MAX_FAILED_SHOWN), failures: state.failures + 1 };
    }
  }
  tell({ ...state, current: undefined, running: false });
}
