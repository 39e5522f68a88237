import { AyniError, type ErrorCode } from '../../../core/errors.ts';
import { PASSING } from '../passing.ts';

/** What a foreign peer did wrong, or that it cannot serve now: the next one is tried. What this machine refuses is none. */
export class SourceFault extends Error {
  readonly why: AyniError;

  constructor(why: AyniError) {
    super(why.message, { cause: why });
    this.name = 'SourceFault';
    this.why = why;
  }

  /** Runs what a foreign peer answers: whatever it throws is its fault. */
  static async of<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof SourceFault) throw error;
      const why = AyniError.from(error);
      // Not ours: a client of a dialect that let something strange through.
      throw new SourceFault(why.code === 'internal' ? new AyniError('bad-answer', why.message, { cause: error }) : why);
    }
  }
}

/** Asking again will not help: what is there is another file than the one that was asked for. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['corrupt-piece', 'content-changed', 'too-large']);

/**
 * What to tell of the faults of all sources: the one after which it is worth trying again, where there is one. A job
 * waits after it, whatever the peer meant by its code.
 */
export function mostHopeful(faults: readonly AyniError[], name: string): AyniError {
  const hopeful = faults.find(({ code }) => !FINAL.has(code));
  const [first] = faults;
  if (hopeful === undefined && first !== undefined) return first;
  if (hopeful !== undefined && PASSING.has(hopeful.code)) return hopeful;
  const why = hopeful === undefined ? '' : ` (${hopeful.message})`;
  return new AyniError('no-sources', `No peer that is known to have "${name}" gives it now${why}: it is asked again.`);
}
