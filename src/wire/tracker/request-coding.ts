import type { Static, TObject, TSchema } from 'typebox';
import { AyniError } from '../../core/errors.ts';
import { parseRequest } from './message.ts';
import type { TrackerRoute } from './routes.ts';

/** Where the members of a request stand in HTTP; the one place that knows, for both ends. */

const IN_PATH = /\{(\w+)\}/g;

/** The members of the request that stand in the path. */
export function pathMembers(route: TrackerRoute): readonly string[] {
  return [...route.path.matchAll(IN_PATH)].flatMap((match) => match[1] ?? []);
}

export function hasBody(route: TrackerRoute): boolean {
  return route.method === 'POST' || route.method === 'PUT';
}

/** What a client sends for a request that fits the route's schema. */
export function encodeRequest(
  route: TrackerRoute,
  request: Readonly<Record<string, unknown>>,
): { readonly method: TrackerRoute['method']; readonly path: string; readonly body?: object } {
  const inPath = new Set(pathMembers(route));
  const path = route.path.replaceAll(IN_PATH, (_, name: string) => encodeURIComponent(String(request[name])));
  const rest = Object.entries(request).filter(([name, value]) => !inPath.has(name) && value !== undefined);
  if (hasBody(route)) return { method: route.method, path, body: Object.fromEntries(rest) };
  const query = new URLSearchParams();
  for (const [name, value] of rest) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  return { method: route.method, path: query.size === 0 ? path : `${path}?${query.toString()}` };
}

/** Text of a query as the type that the schema wants; what does not read as one stays text, and the schema refuses it. */
function fromText(schema: TSchema, texts: readonly string[]): unknown {
  const type: unknown = 'type' in schema ? schema.type : undefined;
  if (type === 'array') return texts;
  const [text = '', ...more] = texts;
  if (more.length > 0) return texts;
  if (type === 'integer') return /^-?\d{1,16}$/.test(text) ? Number(text) : text;
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/**
 * The request that came in.
 * @throws {AyniError} as `parseRequest`; `bad-request` also for a parameter that there is not, since a filter that is
 * misspelled and ignored answers something else than was asked
 */
export function decodeRequest<Request extends TObject>(
  route: TrackerRoute<Request>,
  parts: {
    readonly params: Readonly<Record<string, string>>;
    readonly query: URLSearchParams;
    readonly body: unknown;
  },
): Static<Request> {
  const properties: Record<string, TSchema> = route.request.properties;
  const known = hasBody(route) ? [] : Object.keys(properties);
  for (const name of parts.query.keys()) {
    if (known.includes(name) && !pathMembers(route).includes(name)) continue;
    throw new AyniError('bad-request', `There is no parameter "${name.slice(0, 40)}" here.`);
  }
  if (hasBody(route)) return parseRequest(route.request, parts.body);
  const request: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(properties)) {
    const texts = parts.query.getAll(name);
    if (Object.hasOwn(parts.params, name)) request[name] = parts.params[name];
    else if (texts.length > 0) request[name] = fromText(schema, texts);
    else if ('default' in schema) request[name] = schema.default;
  }
  return parseRequest(route.request, request);
}
