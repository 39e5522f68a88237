import assert from 'node:assert/strict';
import { test } from 'node:test';
import protobuf from 'protobufjs/light.js';
import type { Field, Type } from 'protobufjs/light.js';
import { JOIN_ROUTES, TRACKER_ROUTES, type TrackerRoute } from '../tracker/routes.ts';
import { serviceType, typesOf } from './proto-types.ts';

/** What of JSON Schema the messages of the tracker are made of. */
interface Schema {
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly Schema[];
}

const routes: Readonly<Record<string, TrackerRoute>> = { ...JOIN_ROUTES, ...TRACKER_ROUTES };

function pascal(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** 64 bits unless the schema says that 32 are enough. */
function integerType({ minimum = -1, maximum = Infinity }: Schema): string {
  return `${minimum < 0 ? '' : 'u'}int${maximum < 2 ** 32 ? 32 : 64}`;
}

function assertSame(type: Type, schema: Schema, where: string): void {
  const fields = type.fieldsArray;
  const [only] = fields;
  if (schema.type === 'array') {
    assert.deepEqual([fields.length, only?.name, only?.repeated], [1, 'items', true], where);
    if (only !== undefined) assertOne(only, schema.items ?? {}, where);
    return;
  }
  if (schema.patternProperties !== undefined) {
    assert.equal(fields.length, 1, where);
    if (only !== undefined) assertField(only, schema, where);
    return;
  }
  if (schema.anyOf !== undefined) return assertChoice(type, schema.anyOf, where);
  assertMembers(type, fields, schema, where);
}

function assertMembers(
  type: Type,
  fields: readonly Field[],
  { properties = {}, required = [] }: Schema,
  where: string,
): void {
  const names = Object.keys(properties).filter((name) => name !== 'kind' || properties[name]?.const === undefined);
  assert.deepEqual(fields.map(({ name }) => name).toSorted(), names.toSorted(), `${where}: ${type.fullName}`);
  for (const field of fields) {
    const property = properties[field.name] ?? {};
    const at = `${where}.${field.name}`;
    const mayBeAbsent = !required.includes(field.name) || 'default' in property;
    const tellsAbsence = field.repeated || field.resolvedType instanceof protobuf.Type || field.partOf !== null;
    if (mayBeAbsent) assert.ok(tellsAbsence, `${at} is optional, and its field is not`);
    else assert.ok(field.partOf === null, `${at} is required, and its field is optional`);
    assertField(field, property, at);
  }
}

/** Shapes that a `kind` tells apart: what all have stands beside the oneof, the rest in its messages. */
function assertChoice(type: Type, shapes: readonly Schema[], where: string): void {
  const kinds = shapes.map((shape) => shape.properties?.['kind']?.const ?? '');
  assert.deepEqual(type.oneofs['kind']?.oneof.toSorted(), kinds.toSorted(), where);
  const shared = type.fieldsArray.filter(({ partOf }) => partOf?.name !== 'kind');
  for (const [index, shape] of shapes.entries()) {
    const field = type.fields[kinds[index] ?? ''];
    const own = field?.resolve().resolvedType;
    assert.ok(own instanceof protobuf.Type, `${where}: ${kinds[index]}`);
    assertMembers(type, [...shared, ...own.fieldsArray], shape, `${where} (${own.name})`);
  }
}

function assertField(field: Field, schema: Schema, where: string): void {
  const map = schema.patternProperties;
  assert.equal(field.map, map !== undefined, where);
  assert.equal(field.repeated, schema.type === 'array', where);
  assertOne(field, map === undefined ? (schema.items ?? schema) : (Object.values(map)[0] ?? {}), where);
}

function assertOne(field: Field, schema: Schema, where: string): void {
  const { type, resolvedType } = field.resolve();
  if (schema.enum !== undefined) {
    assert.ok(resolvedType instanceof protobuf.Enum, where);
    const prefix = `${resolvedType.name.toUpperCase()}_`;
    const values = schema.enum.map((value) => prefix + value.toUpperCase());
    // `Role` has one value more than an invite can give.
    for (const value of values) assert.ok(value in resolvedType.values, `${where}: ${value}`);
    assert.equal(resolvedType.values[`${prefix}UNSPECIFIED`], 0, where);
  } else if (resolvedType instanceof protobuf.Type) assertSame(resolvedType, schema, where);
  else if (schema.type === 'integer') assert.equal(type, integerType(schema), where);
  else assert.equal(type, schema.type === 'boolean' ? 'bool' : schema.type, where);
}

test('each operation of the tracker has a method, and there are no others', () => {
  const methods = Object.keys(serviceType('ayni.v1.Tracker').methods);
  assert.deepEqual(methods.toSorted(), Object.keys(routes).map(pascal).toSorted());
});

for (const [name, route] of Object.entries(routes)) {
  test(`${name} has the same request and answer in REST and in gRPC`, () => {
    const method = serviceType('ayni.v1.Tracker').methods[pascal(name)];
    assert.ok(method !== undefined);
    const { request, response } = typesOf(method);
    assertSame(request, route.request, `${name} request`);
    assertSame(response, route.answer, `${name} answer`);
    assert.equal(method.responseStream ?? false, route.stream);
    assert.deepEqual([request.name, response.name], [`${pascal(name)}Request`, `${pascal(name)}Response`]);
  });
}
