import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

import type { Logger } from '../../core/log.ts';

type Told = Parameters<SpanExporter['export']>[1];

/** Delivers as another does, and says in the log when that begins to fail, and when it works again. */
export class ToldExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #log: Logger;
  readonly #where: string;
  #failing = false;

  /** @param where the collector, for the log */
  constructor(exporter: SpanExporter, log: Logger, where: string) {
    this.#exporter = exporter;
    this.#log = log;
    this.#where = where;
  }

  export(spans: ReadableSpan[], told: Told): void {
    this.#exporter.export(spans, (result) => {
      const failed = result.error !== undefined;
      if (failed && !this.#failing) {
        this.#log.warn({ collector: this.#where, error: result.error?.message }, 'traces cannot be delivered');
      } else if (!failed && this.#failing) {
        this.#log.info({ collector: this.#where }, 'traces are delivered again');
      }
      this.#failing = failed;
      told(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.#exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
