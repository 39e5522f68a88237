import { MessageChannel, type Worker } from 'node:worker_threads';
import type { Line, LineEvents } from './caller.ts';
import type { Answer } from './messages.ts';
import { serve, type Served } from './serve.ts';

/** A line to a worker thread of its own. */
export function workerLine<Aside>(worker: Worker, events: LineEvents<Aside>): Line {
  let cut = false;
  worker.on('message', (answer: Answer<never, Aside>) => events.answered(answer));
  worker.on('error', (error) => events.gone(error));
  worker.on('exit', (code) => {
    if (!cut) events.gone(new Error(`exit code ${code}`));
  });
  worker.unref();
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    send: (message) => worker.postMessage(message),
    hold: (alive) => (alive ? worker.ref() : worker.unref()),
    cut: async () => {
      cut = true;
      await worker.terminate();
    },
  };
}

/** A line to the same thread: a database in memory has one connection only. */
export function inlineLine<Aside>(served: Served, events: LineEvents<Aside>): Line {
  const { port1, port2 } = new MessageChannel();
  serve(port2, served);
  port1.on('message', (answer: Answer<never, Aside>) => events.answered(answer));
  const hold = (alive: boolean) => {
    for (const port of [port1, port2]) {
      if (alive) port.ref();
      else port.unref();
    }
  };
  hold(false);
  return {
    send: (message) => port1.postMessage(message),
    hold,
    cut: async () => port1.close(),
  };
}
