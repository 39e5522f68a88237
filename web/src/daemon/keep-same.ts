function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameParts(before: Record<string, unknown>, after: Record<string, unknown>): unknown {
  const result: Record<string, unknown> = {};
  const keys = Object.keys(after);
  let same = keys.length === Object.keys(before).length;
  for (const key of keys) {
    result[key] = merged(before[key], after[key]);
    same &&= Object.is(result[key], before[key]) && key in before;
  }
  return same ? before : result;
}

function sameItems(before: readonly unknown[], after: readonly unknown[]): unknown {
  // Items that moved are found by their id, so that a list whose first item went keeps the others.
  const byId = new Map<unknown, unknown>();
  for (const item of before) if (isRecord(item) && 'id' in item) byId.set(item['id'], item);
  const result = after.map((item, index) =>
    merged(isRecord(item) && 'id' in item ? byId.get(item['id']) : before[index], item),
  );
  return result.length === before.length && result.every((item, index) => Object.is(item, before[index]))
    ? before
    : result;
}

function merged(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return sameItems(before, after);
  if (isRecord(before) && isRecord(after)) return sameParts(before, after);
  return after;
}

/**
 * The new value of JSON, with every part that did not change taken from the old one: what is drawn of that part need
 * not be drawn again.
 */
export function keepSame<T>(before: T | undefined, after: T): T {
  // The result equals `after` part by part, so it has its type.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return merged(before, after) as T;
}
