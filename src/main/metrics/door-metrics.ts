import { Counter, Looked, type Metric } from '../../core/metrics/metrics.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import type { ListenerWatch } from '../../dialects/parts.ts';

/** What comes in through the doors of other systems, by dialect and by the side that listens. */
export class DoorMetrics {
  readonly #open = new Map<string, { readonly labels: readonly [Dialect, string]; connections: number }>();
  readonly #refused = new Counter({
    name: 'ayni_dialect_refused_connections_total',
    help: 'Connections over the limit, by dialect and side.',
    labels: ['dialect', 'side'],
  });
  readonly #requests = new Counter({
    name: 'ayni_dialect_requests_total',
    help: 'Requests by dialect, side and verb of the dialect; "other" is no verb of it.',
    labels: ['dialect', 'side', 'verb'],
  });
  /** In the order of a page. */
  readonly metrics: readonly Metric[] = [
    new Looked(
      'gauge',
      {
        name: 'ayni_dialect_connections',
        help: 'Connections that are open, by dialect and side.',
        labels: ['dialect', 'side'],
      },
      () => [...this.#open.values()].map(({ labels, connections: value }) => ({ labels, value })),
    ),
    this.#refused,
    this.#requests,
  ];

  watch(dialect: Dialect, side: 'tracker' | 'peer'): ListenerWatch {
    const labels = [dialect, side] as const;
    const door = { labels, connections: 0 };
    this.#open.set(labels.join(), door);
    this.#refused.add(labels, 0);
    return {
      connected: () => void door.connections++,
      ended: () => void door.connections--,
      refused: () => this.#refused.add(labels),
      asked: (verb) => this.#requests.add([...labels, verb]),
    };
  }
}
