import { DIALECTS } from '../core/dialects/dialect.ts';
import { ALLOW_UNAUTHENTICATED, DIALECT_SETTINGS } from './dialect-table.ts';
import type { Setting } from './setting.ts';
import { SETTINGS } from './settings-table.ts';

/** Every setting, by its place in the file. */
export const PLACES: ReadonlyMap<string, Setting> = new Map(
  [
    ...Object.values<Setting>(SETTINGS),
    ALLOW_UNAUTHENTICATED,
    ...DIALECTS.flatMap((dialect) =>
      Object.entries<Omit<Setting, 'at'>>(DIALECT_SETTINGS[dialect]).map(([key, row]) => ({
        ...row,
        at: `dialects.${dialect}.${key}`,
      })),
    ),
  ].map((setting) => [setting.at, setting]),
);

/** Every section, such as `peer` and `dialects.slots`. */
export const SECTIONS: ReadonlySet<string> = new Set([...PLACES.keys()].map((place) => sectionOf(place)));

/** `dialects.slots.ttl` → `dialects.slots`; of a section outside all others, nothing. */
function sectionOf(place: string): string {
  return place.slice(0, Math.max(0, place.lastIndexOf('.')));
}

/** What stands directly in a section: keys, and sections. */
export function namesIn(section: string): readonly string[] {
  return [...PLACES.keys(), ...SECTIONS]
    .filter((place) => sectionOf(place) === section)
    .map((place) => place.slice(section === '' ? 0 : section.length + 1));
}
