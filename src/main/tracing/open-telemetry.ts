import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
  type Tracer,
} from '@opentelemetry/api';

import { AyniError } from '../../core/errors.ts';
import type { SpanOptions, Tracing } from '../../core/tracing/tracing.ts';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
/** Version 00, ids that are not all zeros, flags (W3C Trace Context, 3.2). */
const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Spans of OpenTelemetry; which one runs is known through all that is awaited in it. */
export class OpenTelemetry implements Tracing {
  readonly #tracer: Tracer;
  readonly #running = new AsyncLocalStorage<Context>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  run<T>(name: string, { kind = 'internal', parent, attributes = {} }: SpanOptions, work: () => T): T {
    const within = contextOf(parent) ?? this.#running.getStore() ?? ROOT_CONTEXT;
    const span = this.#tracer.startSpan(name, { kind: KINDS[kind], attributes }, within);
    const result = this.#running.run(trace.setSpan(within, span), work);
    if (result instanceof Promise) {
      result.then(
        () => span.end(),
        (error: unknown) => fail(span, AyniError.from(error)),
      );
    }
    return result;
  }

  traceparent(): string | undefined {
    const running = this.#running.getStore();
    const span = running === undefined ? undefined : trace.getSpanContext(running);
    if (span === undefined) return undefined;
    return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
  }
}

/** The code alone: messages have names of files and people. */
function fail(span: Span, { code }: AyniError): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function contextOf(parent = ''): Context | undefined {
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(parent) ?? [];
  if (traceId === '') return undefined;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}
