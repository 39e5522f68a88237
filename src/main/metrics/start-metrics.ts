import type { SettingValues } from '../../config/settings-table.ts';
import { AyniError } from '../../core/errors.ts';
import type { Metric } from '../../core/metrics/metrics.ts';
import type { Base } from '../daemon/base.ts';
import { onPort } from '../daemon/on-port.ts';
import { optional } from '../optional.ts';
import type { RunningPeer } from '../peer.ts';
import type { RunningTracker } from '../tracker.ts';
import { MetricsServer } from './metrics-server.ts';
import { peerMetrics } from './peer-metrics.ts';

/** What a daemon runs, once it does. */
interface WatchedParts {
  readonly tracker?: RunningTracker;
  readonly peer?: RunningPeer;
}

/**
 * Lets those who watch in, where that was asked for: from the first step of a start until everything else has stopped,
 * so that they see a daemon that comes or drains as one that is there and not ready.
 * @returns to be called when all parts run, as the last step of a start: the daemon is ready from then until it begins
 *   to stop
 * @throws {AyniError} `port-in-use`, `no-permission`, `io-failed`
 */
export async function startMetrics(
  { log, stack, doors }: Base,
  { metricsPort, metricsHost }: Pick<SettingValues, 'metricsPort' | 'metricsHost'>,
): Promise<(parts: WatchedParts) => void> {
  let running: WatchedParts = {};
  let isReady = false;
  const watch = (parts: WatchedParts): void => {
    running = parts;
    isReady = true;
    // The stack ends in reverse order, so this comes first.
    stack.defer(() => {
      isReady = false;
    });
  };
  if (metricsPort === undefined) return watch;
  const metrics = async (): Promise<readonly Metric[]> => {
    const { tracker, peer } = running;
    return [
      ...(doors?.metrics ?? []),
      ...((await tracker?.metrics?.metrics(tracker)) ?? []),
      ...(peer === undefined ? [] : peerMetrics(peer)),
    ];
  };
  // A peer works on without its tracker, and is ready as soon as it runs.
  const ready = async (): Promise<void> => {
    if (!isReady) throw new AyniError('busy', 'The daemon starts or stops.');
    await running.tracker?.service.ready();
  };
  const server = new MetricsServer({ metrics, ready, log }, { port: metricsPort, ...optional('host', metricsHost) });
  stack.use(server);
  const { port } = await onPort('metrics', '--metrics-port', () => server.start());
  log.info({ port }, 'metrics are served');
  return watch;
}
