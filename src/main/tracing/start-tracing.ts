import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

import type { Logger } from '../../core/log.ts';
import { OpenTelemetry } from './open-telemetry.ts';
import { ToldExporter } from './told-exporter.ts';

export interface TracingOptions {
  /** Of a collector that takes OTLP over HTTP; without a path `/v1/traces` is meant. */
  readonly endpoint: string;
  /** Of the traces that begin here; whoever asks says it for theirs. */
  readonly percent: number;
  readonly version: string;
}

/** ms for one delivery, and for the last one when the daemon stops. */
const EXPORT_MS = 5_000;
const STOP_MS = 3_000;
/** Spans that wait; what is beyond is dropped. */
const MAX_WAITING = 4096;

/** Collects spans and delivers them every few seconds, as long as it is not disposed of. */
export function startTracing(
  { log }: { readonly log: Logger },
  { endpoint, percent, version }: TracingOptions,
): OpenTelemetry & AsyncDisposable {
  const url = new URL(endpoint);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  const exporter = new ToldExporter(
    new OTLPTraceExporter({ url: url.href, timeoutMillis: EXPORT_MS }),
    log,
    url.origin,
  );
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'ayni', 'service.version': version }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(percent / 100) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: MAX_WAITING, exportTimeoutMillis: EXPORT_MS })],
  });
  const tracing = new OpenTelemetry(provider.getTracer('ayni', version));
  return Object.assign(tracing, {
    [Symbol.asyncDispose]: async (): Promise<void> => {
      const late = new Promise<void>((resolve) => void setTimeout(resolve, STOP_MS).unref());
      // A collector that is away keeps no daemon from stopping.
      await Promise.race([late, provider.shutdown().catch(() => undefined)]);
    },
  });
}
