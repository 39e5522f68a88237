import { DIALECTS, type Dialect } from '../core/dialects/dialect.ts';

/** Where a value comes from; a later one goes before an earlier one. */
export type Source = 'default' | 'remembered' | 'file' | 'environment' | 'flag';

/** What one source says, by place. A dialect's section that is there is a place too, with true. */
export interface Layer {
  readonly source: Source;
  readonly values: ReadonlyMap<string, unknown>;
}

interface Chosen {
  readonly value: unknown;
  readonly source: Source;
}
export type Merged = ReadonlyMap<string, Chosen>;

/** What one source says of these goes before what weaker ones say of either. */
const EITHER = ['tracker.store', 'tracker.store_file'];

/** @param layers the weakest first */
export function merged(layers: readonly Layer[]): Merged {
  const all = new Map<string, Chosen>();
  for (const { source, values } of layers) {
    if (EITHER.some((place) => values.has(place))) for (const place of EITHER) all.delete(place);
    for (const [place, value] of values) all.set(place, { value, source });
  }
  return all;
}

/** The place that says that a dialect is on. */
export function switchOf(dialect: Dialect): string {
  return `dialects.${dialect}`;
}

/** Values by place, with each dialect on of which they say something. */
export function withSwitches(values: ReadonlyMap<string, unknown>): ReadonlyMap<string, unknown> {
  const places = [...values.keys()];
  const on = DIALECTS.map(switchOf).filter((section) => places.some((place) => place.startsWith(`${section}.`)));
  return new Map([...on.map((section) => [section, true] as const), ...values]);
}
