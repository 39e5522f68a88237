import type { Bitfield } from '../../../core/content/bitfield.ts';
import type { Run } from '../../../core/transfer/run-planner.ts';
import type { Contact } from '../sources/job-sources.ts';
import type { SourceField } from '../sources/source-field.ts';

/** Pieces that a source was asked for and that are on their way. */
export interface Asked {
  /** Undefined until a source that chooses itself has said which. */
  run: Run | undefined;
  /** For the source to have something for us. */
  waits: boolean;
  readonly since: number;
  readonly end: AbortController;
}

/** One source of one content, as long as it is fetched. */
export class SwarmSource {
  readonly contact: Contact;
  /** Counts sources of this content, for the choice of a thread. */
  readonly number: number;
  /** What it has, where that is not all. */
  part: SourceField | undefined;
  readonly asked = new Set<Asked>();
  following = false;
  /** It fetches the same and asks us, too. */
  mutual = false;
  readonly takenUpAt = performance.now();
  /** Aborted when it makes room for another. */
  readonly left = new AbortController();
  /** Pieces that came from it. */
  brought = 0;
  /** When it last brought a piece, or was taken up, ms. */
  usefulAt = performance.now();
  /** It had nothing for us; asked again after this, ms. */
  emptyUntil = 0;
  /** Its way of choosing itself is not known to it. */
  chooses = true;
  /** To wait for what we lack is not known to it. */
  tells = true;

  constructor(contact: Contact, number: number) {
    this.contact = contact;
    this.number = number;
  }

  /** Undefined for all. */
  get field(): Bitfield | undefined {
    return this.part?.field;
  }

  /** Whether it is known what it has. */
  get known(): boolean {
    return this.part === undefined || this.part.field !== undefined;
  }

  get whole(): boolean {
    return this.part === undefined || this.part.field?.complete === true;
  }

  /** Whether it was asked to choose, and has not said what. */
  get isChoosing(): boolean {
    for (const { run } of this.asked) if (run === undefined) return true;
    return false;
  }

  /** Whether pieces of it are on their way. */
  get isSending(): boolean {
    for (const { waits } of this.asked) if (!waits) return true;
    return false;
  }

  isAskedFor(piece: number): boolean {
    for (const { run } of this.asked) {
      if (run !== undefined && piece >= run.first && piece < run.first + run.count) return true;
    }
    return false;
  }
}
