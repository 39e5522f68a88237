import type { SwarmSource } from './swarm-source.ts';

/** Sources with a part only, at most: each has to be followed. */
const MAX_PARTS = 10;
/**
 * Of those, so many are wanted that ask us, too, and others are tried until there are: whoever is asked by few has an
 * uplink that nobody uses, and so few spread every piece to everybody.
 */
const MUTUAL = 4;
/** Beyond these nobody is taken up because it asks us. */
const MAX_MUTUAL = 6;
/** One that was taken up and does not ask us for so long, ms, is left where enough others do. */
const ONE_SIDED_MS = 1500;
/** One that brought nothing for so long, ms, counts for nothing: asking us is no merit by itself. */
const USELESS_MS = 10_000;

function isUseless({ isSending, usefulAt }: SwarmSource, now: number): boolean {
  return !isSending && now - usefulAt > USELESS_MS;
}

function partnersAmong(parts: readonly SwarmSource[], now: number): number {
  return parts.filter((source) => source.mutual && !isUseless(source, now)).length;
}

/**
 * Whether to take up another source that has a part (docs/decisions, 6).
 * @param parts those with a part that are taken up
 * @param asksUs whether the other fetches the same and has asked us
 * @param now ms, of `performance.now()`
 */
export function isWanted(parts: readonly SwarmSource[], asksUs: boolean, now: number): boolean {
  const partners = partnersAmong(parts, now);
  if (asksUs) return partners < MAX_MUTUAL;
  const onTrial = parts.filter((source) => !source.mutual && now - source.takenUpAt < ONE_SIDED_MS).length;
  return partners + onTrial < MUTUAL && parts.length < MAX_PARTS;
}

/** Those of `parts` that are of little use, to them and to us: they are left once nothing of theirs is on its way. */
export function toLeave(parts: readonly SwarmSource[], now: number): SwarmSource[] {
  const enough = partnersAmong(parts, now) >= MUTUAL;
  return parts.filter((source) => {
    if (source.isSending) return false;
    const isOneSided = !source.mutual && now - source.takenUpAt > ONE_SIDED_MS;
    return (isOneSided && enough) || (isUseless(source, now) && parts.length >= MAX_PARTS);
  });
}
