import { aroundCalls } from '../around-calls.ts';

type SpanValue = string | number | boolean;

export interface SpanOptions {
  /** Who asked for the work: another program, this one of another, or this one of itself (the default). */
  readonly kind?: 'server' | 'client' | 'internal';
  /** The header of whoever asked, as it came (W3C Trace Context); what is none is passed over. */
  readonly parent?: string | undefined;
  /** By the semantic conventions of OpenTelemetry where they have a name. No file, folder, search or person. */
  readonly attributes?: Readonly<Record<string, SpanValue>>;
}

/** What takes how long, and within what, for whoever collects traces. */
export interface Tracing {
  /**
   * Does the work as a span within the one that runs here, or within its parent's. It ends when the promise does, and
   * tells the code of an error; work that returns no promise is no span.
   * @param name from a bounded set, never what a caller wrote
   */
  run<T>(name: string, options: SpanOptions, work: () => T): T;
  /** The header `traceparent` for what is asked of others now. */
  traceparent(): string | undefined;
}

/** Where nobody collects. */
export const NO_TRACING: Tracing = { run: (_name, _options, work) => work(), traceparent: () => undefined };

/** The same object, each call of whose methods is a span, named `prefix` and the method. */
export function traced<T extends object>(
  target: T,
  tracing: Tracing,
  { prefix, kind }: { readonly prefix: string; readonly kind: 'client' | 'internal' },
): T {
  if (tracing === NO_TRACING) return target;
  return aroundCalls(target, (operation, call) => tracing.run(`${prefix} ${operation}`, { kind }, call));
}
