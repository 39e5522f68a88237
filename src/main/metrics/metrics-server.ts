import { createServer, type Server } from 'node:http';
import { isIP } from 'node:net';

import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { Metric } from '../../core/metrics/metrics.ts';
import { listen } from '../../net/tls/server.ts';

export interface MetricsOptions {
  readonly port: number;
  /** 127.0.0.1 unless given: whoever reaches it may read. */
  readonly host?: string;
}

/** Readers are few: a Prometheus or two, and a person with curl. */
const MAX_CONNECTIONS = 32;
/** ms for a whole request. */
const REQUEST_MS = 10_000;
/** Who takes longer to say so is not ready, ms: a store that is away is waited for longer than whoever asks waits. */
const READY_MS = 3_000;

/** `/metrics` and `/health` for those who watch, on a listener of its own: no certificate, so loopback at first. */
export class MetricsServer {
  readonly #server: Server;
  readonly #options: MetricsOptions;

  /** @param parts.ready rejects while this program can't do its work */
  constructor(
    parts: {
      readonly metrics: () => Promise<readonly Metric[]>;
      readonly ready: () => Promise<void>;
      readonly log: Logger;
    },
    options: MetricsOptions,
  ) {
    this.#options = options;
    const pages: Readonly<Record<string, () => Promise<Answer>>> = {
      '/health/live': () => Promise.resolve({ status: 200, text: 'live\n' }),
      '/health/ready': () =>
        inTime(parts.ready()).then(
          () => ({ status: 200, text: 'ready\n' }),
          () => ({ status: 503, text: 'not ready\n' }),
        ),
      '/metrics': async () => {
        const metrics = await parts.metrics();
        const lines = metrics.flatMap((metric) => metric.lines());
        return { status: 200, text: `${lines.join('\n')}\n`, type: 'text/plain; version=0.0.4; charset=utf-8' };
      },
    };
    this.#server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
      const send = ({ status, text, type = 'text/plain; charset=utf-8' }: Answer): void => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
        response.end(request.method === 'HEAD' ? undefined : text);
      };
      const refused = refusal(request.method, request.headers.host);
      if (refused !== undefined) return send(refused);
      const path = request.url?.split('?', 1)[0] ?? '';
      const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
      if (page === undefined)
        return send({ status: 404, text: 'Here are /metrics, /health/live and /health/ready.\n' });
      page().then(send, (error: unknown) => {
        parts.log.warn({ err: error }, 'the metrics could not be gathered');
        send({ status: 500, text: 'The metrics could not be gathered: see the log.\n' });
      });
    });
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  async start(): Promise<{ readonly port: number }> {
    const { port, host = '127.0.0.1' } = this.#options;
    return { port: await listen(this.#server, { port, host }) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }
}

/** Rejects where it takes too long. */
async function inTime(work: Promise<void>): Promise<void> {
  let overdue: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    overdue = setTimeout(() => reject(new AyniError('timeout', 'This takes too long.')), READY_MS);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(overdue);
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

/** A page in a browser may get here under a name of its own (DNS rebinding): addresses and localhost alone will do. */
function refusal(method: string | undefined, host = ''): Answer | undefined {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'Only GET is answered here.\n' };
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (name === 'localhost' || isIP(name) !== 0) return undefined;
  return { status: 403, text: 'Ask by the address, not by a name.\n' };
}
