import { EVERYONE, type Audience } from '../../core/access/audience.ts';
import { parsePeerId, type PeerId } from '../../core/ids.ts';
import { AyniError } from '../../core/errors.ts';

/** An audience as the index keeps it. */
export function writeAudience(audience: Audience): string {
  return JSON.stringify(audience);
}

function strings(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item) => typeof item === 'string');
}

/** @throws {AyniError} `internal` where the column holds no audience: better none than everyone */
export function readAudience(column: string): Audience {
  const value: unknown = JSON.parse(column);
  if (typeof value === 'object' && value !== null && 'kind' in value) {
    if (value.kind === 'everyone') return EVERYONE;
    if (value.kind === 'restricted' && 'groups' in value && 'peers' in value) {
      return { kind: 'restricted', groups: strings(value.groups), peers: strings(value.peers).map(parsePeerId) };
    }
  }
  throw new AyniError('internal', 'The index has an unreadable audience.');
}

/** Admits whom any of them admits. */
export function uniteAudiences(audiences: readonly Audience[]): Audience {
  const groups = new Set<string>();
  const peers = new Set<PeerId>();
  for (const audience of audiences) {
    if (audience.kind === 'everyone') return EVERYONE;
    for (const group of audience.groups) groups.add(group);
    for (const peer of audience.peers) peers.add(peer);
  }
  return { kind: 'restricted', groups: [...groups], peers: [...peers] };
}
