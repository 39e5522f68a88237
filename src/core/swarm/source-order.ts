import type { PeerId } from '../ids.ts';
import type { Endpoint, Source } from './catalog.ts';
import { parseIp, subnetOf } from './ip-address.ts';
import { notesOf } from './lease-notes.ts';

/** As `subnetOf`, for IPv4 as a number: comparing two of those looks at nothing else. */
function subnetKey(host: string): number | string | undefined {
  const ip = parseIp(host);
  if (ip === undefined) return undefined;
  const [a = 0, b = 0, c = 0] = ip;
  return ip.length === 4 ? a * 65_536 + b * 256 + c : subnetOf(ip);
}

function isInSubnet(endpoints: readonly Endpoint[], subnet: number | string): boolean {
  const notes = notesOf(endpoints);
  if (notes.otherSubnets === undefined) {
    [notes.subnet, ...notes.otherSubnets] = endpoints.flatMap(({ host }) => subnetKey(host) ?? []);
  }
  return notes.subnet === subnet || notes.otherSubnets.includes(subnet);
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
): (sources: readonly Source[]) => readonly Source[] {
  const subnet = subnetKey(caller);
  const rank = (source: Source): number =>
    (isDoubtful(source.peer) ? 4 : 0) +
    (source.slots.free > 0 ? 0 : 2) +
    (subnet !== undefined && isInSubnet(source.endpoints, subnet) ? 0 : 1);
  return (sources) => {
    const ranks = sources.map(rank);
    // Mostly there is nothing to order.
    if (ranks.every((each) => each === ranks[0])) return sources;
    return sources
      .map((source, index) => ({ source, rank: ranks[index] ?? 0 }))
      .toSorted((a, b) => a.rank - b.rank)
      .map(({ source }) => source);
  };
}
