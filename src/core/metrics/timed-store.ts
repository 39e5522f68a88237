import { AyniError } from '../errors.ts';
import type { SwarmStore } from '../swarm/swarm-store.ts';

/** @param outcome `ok`, or the code of the error */
export type CallObserver = (operation: string, outcome: string, seconds: number) => void;

/**
 * The same store, whose calls are timed: every operation there is, also one that is added later.
 * @param now seconds, monotonic
 */
export function timedStore(store: SwarmStore, observe: CallObserver, now: () => number): SwarmStore {
  const timed = new Map<string | symbol, unknown>();
  return new Proxy(store, {
    get: (target, key): unknown => {
      const known = timed.get(key);
      if (known !== undefined) return known;
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      const call = (...args: readonly unknown[]): unknown => {
        const began = now();
        const result: unknown = Reflect.apply(member, target, args);
        // What answers at once, such as a subscription, is no call to the database.
        if (!(result instanceof Promise)) return result;
        const observed = (outcome: string): void => observe(String(key), outcome, now() - began);
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
      };
      timed.set(key, call);
      return call;
    },
  });
}
