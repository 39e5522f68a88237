export const QUEUE_MOVES = ['first', 'last', 'up', 'down'] as const;
export type QueueMove = (typeof QUEUE_MOVES)[number];

/** The queue with one of its members elsewhere; at an end, `up` and `down` change nothing. */
export function movedTo<T>(queue: readonly T[], member: T, to: QueueMove): T[] {
  const at = queue.indexOf(member);
  const others = queue.filter((one) => one !== member);
  const place = { first: 0, last: others.length, up: Math.max(0, at - 1), down: at + 1 }[to];
  return others.toSpliced(place, 0, member);
}
