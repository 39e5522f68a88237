import type { MessagePort } from 'node:worker_threads';
import { AyniError } from '../../../core/errors.ts';
import { CLOSE, packError, type Operations } from './messages.ts';

export interface Served {
  readonly operations: Operations;
  /** How to run a call: at once, or together with others. */
  readonly run: (operation: string, job: () => unknown) => unknown;
  readonly close: () => void;
  /** What goes along with the next answer, whatever that is. */
  readonly aside?: () => unknown;
}

interface Request {
  readonly id: number;
  readonly operation: string;
  readonly args: never[];
}

/** Answers the calls that come in on a port, until one says to close. */
export function serve(port: MessagePort, { operations, run, close, aside }: Served): void {
  const running = new Set<Promise<void>>();
  const end = async (id: number): Promise<void> => {
    // What was asked before is answered before: none of it would ever hear, though it may be written.
    await Promise.all(running);
    try {
      close();
      port.postMessage({ id, result: undefined });
      port.close();
    } catch (error) {
      port.postMessage({ id, error: packError(error) });
    }
  };
  const answer = async ({ id, operation, args }: Request): Promise<void> => {
    try {
      const job = operations[operation];
      if (!job) throw new AyniError('internal', `The store has no operation "${operation}".`);
      const result: unknown = await run(operation, () => job(...args));
      port.postMessage({ id, result, aside: aside?.() });
    } catch (error) {
      port.postMessage({ id, error: packError(error), aside: aside?.() });
    }
  };
  port.on('message', (request: Request) => {
    if (request.operation === CLOSE) {
      void end(request.id);
      return;
    }
    const answering = answer(request).finally(() => running.delete(answering));
    running.add(answering);
  });
}
