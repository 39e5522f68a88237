/** Bytes sent and received so far, at a time in ms. */
export interface Sample {
  readonly at: number;
  readonly sent: number;
  readonly received: number;
}

/** Bytes per second between the first and the last sample; nothing where the counters began anew meanwhile. */
export function rateOf(samples: readonly Sample[]): { readonly sent: number; readonly received: number } {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.at <= first.at) return { sent: 0, received: 0 };
  const seconds = (last.at - first.at) / 1000;
  return {
    sent: Math.max(0, last.sent - first.sent) / seconds,
    received: Math.max(0, last.received - first.received) / seconds,
  };
}
