import type { Clock } from '../../../core/clock.ts';
import type { TrafficAnswer } from '../../../wire/control/page-messages.ts';
import { TrafficSeries, type Counters } from './traffic-series.ts';

const HOUR = { step: 10_000, steps: 360 } as const;
const DAY = { step: 300_000, steps: 288 } as const;

/** How much was sent and received lately, for charts; it begins anew with the daemon. */
export class TrafficMeter {
  readonly #clock: Clock;
  readonly #read: () => Counters;
  readonly #hour: TrafficSeries;
  readonly #day: TrafficSeries;
  #last: Counters;

  /** @param parts.read bytes since some time before, which may begin anew at a smaller number */
  constructor({ clock, read }: { readonly clock: Clock; readonly read: () => Counters }) {
    this.#clock = clock;
    this.#read = read;
    this.#hour = new TrafficSeries(HOUR, clock.now());
    this.#day = new TrafficSeries(DAY, clock.now());
    this.#last = read();
  }

  /** Counts what passed since the last look into the step of now: to be called at least once a step. */
  look(): void {
    const now = this.#read();
    const passed = {
      // A download that was removed takes its bytes along.
      bytesSent: Math.max(0, now.bytesSent - this.#last.bytesSent),
      bytesReceived: Math.max(0, now.bytesReceived - this.#last.bytesReceived),
    };
    this.#last = now;
    for (const series of [this.#hour, this.#day]) series.add(passed, this.#clock.now());
  }

  answer(): TrafficAnswer {
    this.look();
    return { hour: this.#hour.answer(), day: this.#day.answer() };
  }
}
