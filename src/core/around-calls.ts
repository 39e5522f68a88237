/**
 * The same object, each call of whose methods goes through `around`: every method there is, also one that is added later.
 * @param around is told the method's name; what it returns is what the caller gets
 */
export function aroundCalls<T extends object>(
  target: T,
  around: (operation: string, call: () => unknown) => unknown,
): T {
  const wrapped = new Map<string | symbol, unknown>();
  return new Proxy(target, {
    get: (_, key): unknown => {
      const known = wrapped.get(key);
      if (known !== undefined) return known;
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      const call = (...args: readonly unknown[]): unknown =>
        around(String(key), () => Reflect.apply(member, target, args));
      wrapped.set(key, call);
      return call;
    },
  });
}
