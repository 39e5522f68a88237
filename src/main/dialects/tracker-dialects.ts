import type { Access } from '../../tracker/admissions.ts';
import { AyniError } from '../../core/errors.ts';
import { answersAt } from '../../dialects/shared/answers-at.ts';
import { ForeignProber } from '../../dialects/shared/foreign-prober.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Base } from '../daemon/base.ts';
import { onPort } from '../daemon/on-port.ts';
import { optional } from '../optional.ts';
import type { RunningTracker } from '../tracker.ts';
import { composeDialect } from './composed-dialect.ts';
import type { DialectSettings } from './dialect-settings.ts';

/**
 * On an invite-only network nobody opens a door without a lock by mistake.
 * @throws {AyniError} `bad-config`
 */
export function assertAllowed(dialects: readonly DialectSettings[], access: Access): void {
  for (const { dialect, allowUnauthenticated } of dialects) {
    if (access === 'open' || allowUnauthenticated) continue;
    throw new AyniError(
      'bad-config',
      `Programs of ${dialect} come without a credential, and this network is by invite: allow it with --allow-unauthenticated, or allow_unauthenticated = true in [dialects].`,
    );
  }
}

/**
 * Opens the front-ends of the dialects that are on; they go with the base's stack.
 * @returns the ports, by dialect
 */
export async function startTrackerDialects(
  { log, stack, doors }: Base,
  { service }: Pick<RunningTracker, 'service'>,
  dialects: readonly DialectSettings[],
  host: string | undefined,
): Promise<ReadonlyMap<string, number>> {
  const ports = new Map<string, number>();
  for (const settings of dialects) {
    const { dialect, maxConnections, ttlMs, trackerPort } = settings;
    const composed = await composeDialect(settings);
    const registry = service.dialect(dialect);
    const listen = {
      port: trackerPort ?? composed.defaultPorts.tracker,
      maxConnections,
      ...optional('host', host),
      ...optional('watch', doors?.watch(dialect, 'tracker')),
    };
    const server = stack.use(composed.tracker({ registry, clock: systemClock, log }, listen));
    ports.set(dialect, await onPort(`${dialect} tracker`, `--dialect ${dialect}:PORT`, () => server.start()));
    if (composed.watching === undefined) continue;
    const { probe = server.probe?.bind(server) ?? answersAt } = composed.watching;
    stack.use(new ForeignProber({ registry, clock: systemClock, log }, { ttlMs, probe })).start();
  }
  return ports;
}
