import { aroundCalls } from '../around-calls.ts';
import { AyniError } from '../errors.ts';
import type { SwarmStore } from '../swarm/swarm-store.ts';

/** @param outcome `ok`, or the code of the error */
export type CallObserver = (operation: string, outcome: string, seconds: number) => void;

/**
 * The same store, whose calls are timed.
 * @param now seconds, monotonic
 */
export function timedStore(store: SwarmStore, observe: CallObserver, now: () => number): SwarmStore {
  return aroundCalls(store, (operation, call) => {
    const began = now();
    const result = call();
    // What answers at once, such as a subscription, is no call to the database.
    if (!(result instanceof Promise)) return result;
    const observed = (outcome: string): void => observe(operation, outcome, now() - began);
    return result.then(
      (value: unknown) => {
        observed('ok');
        return value;
      },
      (error: unknown) => {
        observed(AyniError.from(error).code);
        throw error;
      },
    );
  });
}
