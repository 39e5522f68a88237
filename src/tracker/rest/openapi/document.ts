import type { TObject, TSchema } from 'typebox';
import { ERROR_CODES } from '../../../core/errors.ts';
import { hasBody, pathMembers } from '../../../wire/tracker/request-coding.ts';
import { JOIN_ROUTES, Nothing, TRACKER_ROUTES, type Callers, type TrackerRoute } from '../../../wire/tracker/routes.ts';
import * as scalars from '../../../wire/tracker/scalars.ts';
import type { Json, JsonObject } from './json.ts';
import { SchemaCollection } from './schemas.ts';

const ABOUT = `The tracker knows who is there and who has what; the bytes go from peer to peer.

All connections are TLS 1.3 with a client certificate, and the peer that a certificate stands for is the SHA-256 of its
public key. Without a certificate there is \`/health/live\` alone, with an unknown one also \`/v1/join\`; all else is for
members. A tracker's certificate is self-signed: check that \`GET /v1/join\` proves it to be of the network.`;

const TAGS = {
  membership: 'Joining, being there, leaving.',
  catalog: 'Publishing, and finding what others have.',
  administration: 'What admins do.',
  service: 'How the tracker is.',
} as const;
type Tag = keyof typeof TAGS;

const TAG_OF: Record<keyof typeof JOIN_ROUTES | keyof typeof TRACKER_ROUTES, Tag> = {
  identify: 'membership',
  join: 'membership',
  announce: 'membership',
  heartbeat: 'membership',
  leave: 'membership',
  introspect: 'membership',
  report: 'catalog',
  publish: 'catalog',
  unpublish: 'catalog',
  hold: 'catalog',
  search: 'catalog',
  browse: 'catalog',
  peers: 'catalog',
  locate: 'catalog',
  namesOf: 'catalog',
  stats: 'catalog',
  events: 'catalog',
  withdraw: 'administration',
  createInvite: 'administration',
  invites: 'administration',
  revokeInvite: 'administration',
  members: 'administration',
  revoke: 'administration',
};

const CALLERS: Record<Callers, string> = {
  anyone: 'For any certificate.',
  members: 'For members and guests.',
  publishers: 'For members, not for guests.',
  admins: 'For admins.',
};

const ERROR_SCHEMA = {
  title: 'Error',
  type: 'object',
  description: 'What went wrong.',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      description: 'The failure.',
      required: ['code', 'message'],
      properties: {
        code: {
          type: 'string',
          enum: ERROR_CODES,
          description: 'What a program matches on; never changes its meaning.',
        },
        message: { type: 'string', description: 'One line for a person: what went wrong, and what to do next.' },
        context: {
          type: 'object',
          description: 'Facts about it, such as `retryAfter` (seconds) or `revision`.',
          additionalProperties: true,
        },
      },
    },
  },
};

const ERRORS: Readonly<Record<string, string>> = {
  400: 'The request makes no sense.',
  401: 'No certificate of a member, or one that was revoked.',
  403: 'Known, but may not.',
  404: 'There is no such thing, or the caller may not see it.',
  409: 'It does not fit what the tracker knows.',
  413: 'The body is over the limit.',
  429: 'Too often: wait as long as Retry-After says.',
  503: 'All connections are taken: wait as long as Retry-After says.',
};

const COMMON = ['400', '401', '503'] as const;
const MORE: Readonly<Record<string, readonly string[]>> = {
  join: ['403', '429'],
  heartbeat: ['404'],
  publish: ['403', '409', '413'],
  unpublish: ['403'],
  hold: ['413'],
  search: ['429'],
  browse: ['404', '429'],
  locate: ['413'],
  withdraw: ['403'],
  createInvite: ['403'],
  invites: ['403'],
  revokeInvite: ['403', '404'],
  members: ['403'],
  revoke: ['403', '404', '409'],
};

function errorResponses(statuses: readonly string[]): JsonObject {
  return Object.fromEntries(
    statuses.toSorted().map((status) => [status, { $ref: `#/components/responses/${status}` }]),
  );
}

function parametersOf(route: TrackerRoute, schemas: SchemaCollection): Json[] {
  const inPath = pathMembers(route);
  const members: [string, TSchema][] = Object.entries(route.request.properties);
  const named = hasBody(route) ? members.filter(([name]) => inPath.includes(name)) : members;
  return named.map(([name, schema]) => {
    const required = inPath.includes(name) || (isRequired(route.request, name) && !('default' in schema));
    const description = 'description' in schema ? String(schema.description) : name;
    return { name, in: inPath.includes(name) ? 'path' : 'query', required, description, schema: schemas.use(schema) };
  });
}

function isRequired(schema: TObject, name: string): boolean {
  return schema.required?.includes(name) ?? false;
}

function operation(name: string, route: TrackerRoute, tag: Tag, schemas: SchemaCollection): JsonObject {
  const parameters = parametersOf(route, schemas);
  const content = (schema: TSchema) => ({
    [route.stream ? 'text/event-stream' : 'application/json']: { schema: schemas.use(schema) },
  });
  const success = route.answer === Nothing ? {} : { content: content(route.answer) };
  return {
    operationId: name,
    tags: [tag],
    summary: route.summary,
    description: `${route.description} ${CALLERS[route.callers]}`,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(hasBody(route)
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemas.use(route.request) } } } }
      : {}),
    responses: {
      [String(route.status)]: { description: route.status === 204 ? 'Done.' : 'The answer.', ...success },
      ...errorResponses([...COMMON, ...(MORE[name] ?? [])]),
    },
  };
}

function health(name: string, summary: string, description: string, word: string, open: boolean): JsonObject {
  const schema = {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', const: word, description: 'How it is.' } },
  };
  return {
    operationId: name,
    tags: ['service'],
    summary,
    description,
    // An empty list of requirements: no certificate is needed.
    ...(open ? { security: [] } : {}),
    responses: {
      200: { description: 'It is so.', content: { 'application/json': { schema } } },
      ...errorResponses(open ? ['503'] : ['401', '503']),
    },
  };
}

function text(name: string, summary: string, description: string, type: string): JsonObject {
  const schema = { type: type === 'text/html' ? 'string' : 'object' };
  return {
    operationId: name,
    tags: ['service'],
    summary,
    description,
    responses: {
      200: { description: 'The document.', content: { [type]: { schema } } },
      ...errorResponses(['401', '503']),
    },
  };
}

/** The OpenAPI 3.1 document of the tracker, made from the schemas and routes that both ends use. */
export function openApiDocument(): JsonObject {
  const schemas = new SchemaCollection();
  // Before any use that adds words of its own.
  for (const schema of Object.values(scalars)) if (typeof schema === 'object') schemas.use(schema);
  const paths: Record<string, Record<string, Json>> = {};
  const put = (path: string, method: string, description: JsonObject): void => {
    (paths[path] ??= {})[method] = description;
  };
  for (const [name, route] of Object.entries({ ...JOIN_ROUTES, ...TRACKER_ROUTES })) {
    const tag = Object.entries(TAG_OF).find(([operationName]) => operationName === name)?.[1] ?? 'service';
    put(route.path, route.method.toLowerCase(), operation(name, route, tag, schemas));
  }
  const live = 'Whether the process answers at all; needs no certificate.';
  put('/health/live', 'get', health('live', 'Whether the tracker lives', live, 'live', true));
  put('/health/ready', 'get', health('ready', 'Whether its store answers', 'For members and guests.', 'ready', false));
  const html = 'This document as a page. For members and guests.';
  put('/v1/docs', 'get', text('docs', 'Read this document', html, 'text/html'));
  put('/v1/openapi.json', 'get', text('openapi', 'Get this document', 'For members and guests.', 'application/json'));
  const error = { 'application/json': { schema: schemas.use(ERROR_SCHEMA) } };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ayni tracker',
      version: '1.0.0',
      summary: 'Who is there, and who has what.',
      description: ABOUT,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [
      {
        url: 'https://{host}:{port}',
        description: 'A tracker of your network.',
        variables: {
          host: { default: 'localhost', description: 'Where the tracker runs.' },
          port: { default: '7741', description: 'Its port.' },
        },
      },
    ],
    security: [{ certificate: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        certificate: { type: 'mutualTLS', description: 'The client’s certificate, whose public key names the peer.' },
      },
      responses: Object.fromEntries(
        Object.entries(ERRORS).map(([status, description]) => [
          status,
          {
            description,
            ...(status === '429' || status === '503'
              ? { headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } } }
              : {}),
            content: error,
          },
        ]),
      ),
      schemas: schemas.components,
    },
  };
}
