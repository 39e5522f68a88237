import type { TrafficAnswer } from '../../../wire/control/page-messages.ts';

export interface Counters {
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

/** Bytes in each of the last steps of time. */
export class TrafficSeries {
  readonly #step: number;
  readonly #steps: number;
  readonly #sent: number[];
  readonly #received: number[];
  /** When the last step began, ms. */
  #last: number;

  /** @param size.step ms */
  constructor({ step, steps }: { readonly step: number; readonly steps: number }, now: number) {
    this.#step = step;
    this.#steps = steps;
    this.#sent = Array.from({ length: steps }, () => 0);
    this.#received = [...this.#sent];
    this.#last = now - (now % step);
  }

  add({ bytesSent, bytesReceived }: Counters, now: number): void {
    this.#moveTo(now);
    const last = this.#steps - 1;
    this.#sent[last] = (this.#sent[last] ?? 0) + bytesSent;
    this.#received[last] = (this.#received[last] ?? 0) + bytesReceived;
  }

  answer(): TrafficAnswer['hour'] {
    return { step: this.#step, last: this.#last, sent: [...this.#sent], received: [...this.#received] };
  }

  /** A machine that slept has steps without traffic; a clock that was put back stays in the step it is in. */
  #moveTo(now: number): void {
    const passed = Math.floor((now - this.#last) / this.#step);
    if (passed <= 0) return;
    this.#last += passed * this.#step;
    for (const steps of [this.#sent, this.#received]) {
      steps.splice(0, passed);
      while (steps.length < this.#steps) steps.push(0);
    }
  }
}
