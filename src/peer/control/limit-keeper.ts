import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/log.ts';
import { ratesAt, rowAt, type LimitSettings, type LocalTime, type Rates } from '../../core/transfer/rate-limits.ts';
import type { LimitChange, LimitStatus } from '../../wire/control/limit-messages.ts';
import type { DownloadService } from '../download/download-service.ts';
import type { UploadServer } from '../upload/upload-server.ts';

/** How late a row of the schedule may begin, ms. */
const LOOK_MS = 10_000;

export interface LimitKeeperComponents {
  readonly uploads: Pick<UploadServer, 'setRates' | 'setSlots' | 'slots'>;
  readonly downloads: Pick<DownloadService, 'setRates' | 'setConcurrent' | 'concurrent'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Writes down what was set. @throws {AyniError} where the state folder refuses */
  readonly save: (settings: LimitChange) => Promise<void>;
}

/** Keeps the limits that a person set, by the clock on the wall. */
export class LimitKeeper {
  readonly #parts: LimitKeeperComponents;
  #settings: LimitChange;
  #changing: Promise<unknown> = Promise.resolve();
  #applied = '';
  #timer: NodeJS.Timeout | undefined;

  /** @param settings as they were saved last */
  constructor(components: LimitKeeperComponents, settings: LimitChange) {
    this.#parts = components;
    this.#settings = settings;
  }

  start(): void {
    this.#takeNumbers();
    this.#apply();
    this.#timer = setInterval(() => this.#apply(), LOOK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  status(): LimitStatus {
    const { uploads, downloads, clock } = this.#parts;
    const { rates, schedule } = this.#limits();
    const time = localTime(clock.now());
    const row = rowAt(schedule, time);
    return {
      rates: { ...rates },
      schedule: (this.#settings.schedule ?? []).map((one) => ({ ...one })),
      now: ratesAt({ rates, schedule }, time),
      ...(row === undefined ? {} : { row: schedule.indexOf(row) }),
      slots: uploads.slots().total,
      jobs: downloads.concurrent,
    };
  }

  /** Holds at once, also for what is under way, and from the next start on. @throws {AyniError} where it cannot be kept */
  change(change: LimitChange): Promise<LimitStatus> {
    // One after the other: each changes what the one before has saved.
    const changed = this.#changing.then(() => this.#change(change));
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  async #change(change: LimitChange): Promise<LimitStatus> {
    const { rates, ...others } = change;
    const next = { ...this.#settings, ...others, rates: { ...this.#settings.rates, ...rates } };
    await this.#parts.save(next);
    this.#settings = next;
    this.#takeNumbers(change);
    this.#apply();
    return this.status();
  }

  #takeNumbers({ slots, jobs }: LimitChange = this.#settings): void {
    if (slots !== undefined) this.#parts.uploads.setSlots(slots);
    if (jobs !== undefined) this.#parts.downloads.setConcurrent(jobs);
  }

  #limits(): LimitSettings {
    const { rates = {}, schedule = [] } = this.#settings;
    return { rates, schedule };
  }

  #apply(): void {
    const { uploads, downloads, clock, log } = this.#parts;
    const now: Rates = ratesAt(this.#limits(), localTime(clock.now()));
    const text = JSON.stringify(now);
    // What was overdrawn is forgiven with each change.
    if (text === this.#applied) return;
    this.#applied = text;
    uploads.setRates({ all: now.up, perPeer: now.peerUp });
    downloads.setRates({ all: now.down, perPeer: now.peerDown });
    log.info({ limits: now }, 'limits');
  }
}

function localTime(ms: number): LocalTime {
  const at = new Date(ms);
  return { day: at.getDay(), minute: at.getHours() * 60 + at.getMinutes() };
}
