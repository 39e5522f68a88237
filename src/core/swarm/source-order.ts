import type { PeerId } from '../ids.ts';
import type { Endpoint, Source } from './catalog.ts';
import { parseIp, subnetOf } from './ip-address.ts';
import { notesOf } from './lease-notes.ts';

function subnetsOf(endpoints: readonly Endpoint[]): readonly string[] {
  return (notesOf(endpoints).subnets ??= endpoints.flatMap(({ host }) => {
    const ip = parseIp(host);
    return ip === undefined ? [] : [subnetOf(ip)];
  }));
}

/**
 * In which order one caller asks sources: those of its subnet first, those without a free slot after the others, and
 * otherwise as they came, which is the order of the rotation. A near one that is busy comes after a far one that is
 * free: waiting costs more than distance. Those of whom members complained come last.
 * @param caller the address that the caller is seen at
 */
export function sourceOrder(
  caller: string,
  isDoubtful: (peer: PeerId) => boolean = () => false,
): (sources: readonly Source[]) => Source[] {
  const ip = parseIp(caller);
  const subnet = ip === undefined ? undefined : subnetOf(ip);
  const rank = (source: Source): number =>
    (isDoubtful(source.peer) ? 4 : 0) +
    (source.slots.free > 0 ? 0 : 2) +
    (subnet !== undefined && subnetsOf(source.endpoints).includes(subnet) ? 0 : 1);
  return (sources) => {
    const ranks = sources.map(rank);
    // Mostly there is nothing to order.
    if (ranks.every((each) => each === ranks[0])) return [...sources];
    return sources
      .map((source, index) => ({ source, rank: ranks[index] ?? 0 }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ source }) => source);
  };
}
