import type { SettingValues } from '../../config/settings-table.ts';
import type { Metric } from '../../core/metrics/metrics.ts';
import type { Base } from '../daemon/base.ts';
import { onPort } from '../daemon/on-port.ts';
import { optional } from '../optional.ts';
import type { RunningPeer } from '../peer.ts';
import type { RunningTracker } from '../tracker.ts';
import { MetricsServer } from './metrics-server.ts';
import { peerMetrics } from './peer-metrics.ts';

/**
 * Lets those who watch in, where that was asked for.
 * @throws {AyniError} `port-in-use`, `no-permission`, `io-failed`
 */
export async function startMetrics(
  { log, stack, doors }: Base,
  { metricsPort, metricsHost }: Pick<SettingValues, 'metricsPort' | 'metricsHost'>,
  { tracker, peer }: { readonly tracker?: RunningTracker; readonly peer?: RunningPeer },
): Promise<void> {
  if (metricsPort === undefined) return;
  const metrics = async (): Promise<readonly Metric[]> => [
    ...(doors?.metrics ?? []),
    ...((await tracker?.metrics?.metrics(tracker)) ?? []),
    ...(peer === undefined ? [] : peerMetrics(peer)),
  ];
  // A peer works on without its tracker, and is ready as soon as it runs.
  const ready = async (): Promise<void> => tracker?.service.ready();
  const server = new MetricsServer({ metrics, ready, log }, { port: metricsPort, ...optional('host', metricsHost) });
  stack.use(server);
  const { port } = await onPort('metrics', '--metrics-port', () => server.start());
  log.info({ port }, 'metrics are served');
}
