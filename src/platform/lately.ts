/** What was found at most `ms` ago, for what is asked more often than it changes. */
export function lately<T>(look: () => T, ms: number): () => T {
  let found: { readonly value: T; readonly until: number } | undefined;
  return () => {
    const now = performance.now();
    if (found === undefined || now >= found.until) found = { value: look(), until: now + ms };
    return found.value;
  };
}
