import type { Clock } from '../../../core/clock.ts';
import type { Activity } from '../../../wire/control/page-messages.ts';

/** The newest are kept. */
const MAX_KEPT = 200;
/** The same again within this time says nothing new, ms: a share that is being filled changes all the time. */
const SAME_MS = 60_000;

/** What happened; `at` is now unless given. */
export type Happening = Omit<Activity, 'number' | 'at'> & { readonly at?: number };

/** What happened here and in the network, the newest 200. */
export class ActivityFeed {
  readonly #clock: Clock;
  readonly #onNoted: () => void;
  #kept: Activity[] = [];
  #newest = 0;

  constructor({ clock }: { readonly clock: Clock }, { onNoted }: { readonly onNoted: () => void }) {
    this.#clock = clock;
    this.#onNoted = onNoted;
  }

  /** Number of the newest, 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  note({ at = this.#clock.now(), ...what }: Happening): void {
    const isSame = (other: Activity) =>
      other.kind === what.kind &&
      other.peer === what.peer &&
      other.name === what.name &&
      Math.abs(at - other.at) < SAME_MS;
    if (this.#kept.some(isSame)) return;
    this.#newest++;
    this.#kept.push({ ...what, number: this.#newest, at });
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
    this.#onNoted();
  }

  /** By the time when it happened, the newest first: what the tracker tells may be older than what is known. */
  list(): Activity[] {
    return this.#kept.toSorted((a, b) => b.at - a.at || b.number - a.number);
  }
}
