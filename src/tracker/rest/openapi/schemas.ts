import type { Json, JsonObject } from './json.ts';

/**
 * Collects the schemas of an OpenAPI document: one with a title is told once, under `components`, and referred to by
 * that name everywhere else: its first use describes it. What a place says of its own (`description`, `default`) stays beside the reference.
 */
export class SchemaCollection {
  readonly #components = new Map<string, JsonObject>();

  /** The schema as it stands where it is used. */
  use(schema: object): Json {
    return this.#place(schema);
  }

  /** All that were named, in the order of their names. */
  get components(): JsonObject {
    return Object.fromEntries([...this.#components].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  #place(value: unknown): Json {
    if (Array.isArray(value)) return value.map((one) => this.#place(one));
    if (typeof value !== 'object' || value === null) return scalar(value);
    const { title, ...schema }: { title?: unknown } = value;
    const told: JsonObject = Object.fromEntries(
      Object.entries(schema).map(([name, member]) => [name, this.#place(member)] as const),
    );
    if (typeof title !== 'string') return told;
    const { description, default: standard } = told;
    const known = this.#components.get(title) ?? told;
    this.#components.set(title, known);
    const own = description === undefined || description === known['description'] ? {} : { description };
    return {
      $ref: `#/components/schemas/${title}`,
      ...own,
      ...(standard === undefined ? {} : { default: standard }),
    };
  }
}

function scalar(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new TypeError(`A schema holds ${typeof value}, which JSON has not.`);
}
