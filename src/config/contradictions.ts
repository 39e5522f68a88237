import type { Merged } from './layers.ts';

/** What can't hold together, a sentence each. */
export function contradictions(all: Merged): string[] {
  const found: string[] = [];
  const valueAt = (place: string): unknown => all.get(place)?.value;
  if (all.has('tracker.store') && all.has('tracker.store_file')) {
    found.push('Give tracker.store (--store) or tracker.store_file (--store-file), not both.');
  }
  if (all.has('metrics.host') && !all.has('metrics.port')) {
    found.push('metrics.host says for whom metrics are, and no metrics.port says where: give both.');
  }
  const [first, last] = [valueAt('dialects.rede.first_port'), valueAt('dialects.rede.last_port')];
  if (typeof first === 'number' && typeof last === 'number' && first > last) {
    found.push('dialects.rede.first_port is after dialects.rede.last_port: no port is left.');
  }
  const listeners = new Map<unknown, string>();
  for (const [place, { value }] of all) {
    if (!/(^|[._])port$/.test(place) || /(initial|first|last)_port$/.test(place)) continue;
    const other = listeners.get(value);
    if (other !== undefined) found.push(`${other} and ${place} are both ${String(value)}: one port for each.`);
    listeners.set(value, place);
  }
  return found;
}
