import type { SwarmStore } from '../../core/swarm/swarm-store.ts';
import { Counter, LatencyHistogram, Looked, type Metric } from '../../core/metrics/metrics.ts';
import { timedStore } from '../../core/metrics/timed-store.ts';
import { monotonicNs } from '../../platform/monotonic.ts';
import type { RequestObserver } from '../../tracker/request-observer.ts';
import type { RunningTracker } from '../tracker.ts';

const seconds = (): number => Number(monotonicNs()) / 1e9;

/** What a tracker counts while it works, and what is looked up in its store when somebody asks. */
export class TrackerMetrics {
  readonly #requests = new Counter({
    name: 'ayni_tracker_requests_total',
    help: 'Requests answered, by front-end, operation and outcome.',
    labels: ['front_end', 'operation', 'outcome'],
  });
  readonly #times = new LatencyHistogram({
    name: 'ayni_tracker_request_duration_seconds',
    help: 'From the head of a request to the end of its answer.',
    labels: ['front_end', 'operation'],
  });
  readonly #calls = new Counter({
    name: 'ayni_tracker_store_calls_total',
    help: 'Calls of the store, by operation and outcome.',
    labels: ['operation', 'outcome'],
  });
  readonly #callTimes = new LatencyHistogram({
    name: 'ayni_tracker_store_call_duration_seconds',
    help: 'How long the store took, waiting in its queue included.',
    labels: ['operation'],
  });

  readonly request: RequestObserver = (frontEnd, operation, outcome, took) => {
    this.#requests.add([frontEnd, operation, outcome]);
    this.#times.observe([frontEnd, operation], took);
  };

  timed(store: SwarmStore): SwarmStore {
    return timedStore(
      store,
      (operation, outcome, took) => {
        this.#calls.add([operation, outcome]);
        this.#callTimes.observe([operation], took);
      },
      seconds,
    );
  }

  /** @param tracker whose swarm is counted, as an administrator of no group sees it: what restricted shares hold is left out */
  async metrics(tracker: Pick<RunningTracker, 'store' | 'self' | 'service'>): Promise<readonly Metric[]> {
    const stats = await tracker.store.stats({ peer: tracker.self, groups: [] });
    const gauge = (name: string, help: string, value: number): Metric =>
      new Looked('gauge', { name: `ayni_swarm_${name}`, help }, () => [{ value }]);
    return [
      this.#requests,
      this.#times,
      this.#calls,
      this.#callTimes,
      gauge('members', 'Members that are not revoked.', stats.members),
      gauge('leases', 'Peers whose lease is good.', stats.online),
      gauge('files', 'Names of files shared with everyone.', stats.files),
      gauge('contents', 'Distinct contents shared with everyone.', stats.contents),
      gauge('holdings', 'Who has what: pairs of a peer and a content.', stats.holdings),
      gauge('bytes', 'Bytes of the distinct contents.', stats.bytes),
      gauge('event_followers', 'Readers of events at this tracker.', tracker.service.followers),
    ];
  }
}
