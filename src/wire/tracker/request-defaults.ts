import type { Static, TObject, TSchema } from 'typebox';
import { parseRequest } from './message.ts';

/**
 * A request from a wire that tells absent members apart where they are optional, and shows an absent list as an empty
 * one: what is absent has its default, and an empty list that may be absent is.
 * @throws {AyniError} as `parseRequest`
 */
export function completeRequest<Request extends TObject>(schema: Request, value: unknown): Static<Request> {
  const request: Record<string, unknown> = { ...Object(value) };
  const required: readonly string[] = schema.required ?? [];
  const properties: Record<string, TSchema> = schema.properties;
  for (const [name, property] of Object.entries(properties)) {
    const given = request[name];
    if (given === undefined && 'default' in property) request[name] = property.default;
    else if (Array.isArray(given) && given.length === 0 && !required.includes(name)) delete request[name];
  }
  return parseRequest(schema, request);
}
