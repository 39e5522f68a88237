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
  const answer = async ({ id, operation, args }: Request): Promise<void> => {
    try {
      if (operation === CLOSE) {
        close();
        port.postMessage({ id, result: undefined });
        port.close();
        return;
      }
      const job = operations[operation];
      if (!job) throw new AyniError('internal', `The store has no operation "${operation}".`);
      const result: unknown = await run(operation, () => job(...args));
      port.postMessage({ id, result, aside: aside?.() });
    } catch (error) {
      port.postMessage({ id, error: packError(error), aside: aside?.() });
    }
  };
  port.on('message', (request: Request) => void answer(request));
}
