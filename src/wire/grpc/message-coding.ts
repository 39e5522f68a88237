import protobuf from 'protobufjs/light.js';
import type { Enum, Field, Type } from 'protobufjs/light.js';
import { AyniError } from '../../core/errors.ts';
import { MAX_BATCH } from '../tracker/limits.ts';

/**
 * Messages of `schema/ayni.proto` as the values that the rest of Ayni knows, in both directions. The two differ in four
 * ways, and these are all:
 * - an enum's value `ROLE_ADMIN` of `Role` is `'admin'`, and `…_UNSPECIFIED` is no value;
 * - a `oneof kind` is a member `kind` that names the one which is set, beside the members of its message;
 * - a message that has `repeated items` alone is an array, one that has a map alone a record;
 * - 64 bits are a number: what is greater than 2^53 is no size, count or time of ours.
 */

type Values = Readonly<Record<string, unknown>>;

/** Fields of one message at its top, repeated ones each; a batch with entries and removals has fewer. */
const MAX_FIELDS = 2 * MAX_BATCH + 64;

function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null;
}

/** Where a message is but a list or a map, the field that it is. */
function wrapped({ fieldsArray: [only, ...more] }: Type): Field | undefined {
  if (only === undefined || more.length > 0) return undefined;
  return only.map || (only.repeated && only.name === 'items') ? only : undefined;
}

function prefixOf({ name }: Enum): string {
  return `${name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}_`;
}

/** Of many little entries a reader would make objects that take a hundred times their bytes. */
function assertFewFields(bytes: Uint8Array): void {
  const reader = protobuf.Reader.create(bytes);
  for (let fields = 1; reader.pos < reader.len; fields++) {
    if (fields > MAX_FIELDS) throw new AyniError('too-large', `This message has more than ${MAX_FIELDS} fields.`);
    reader.skipType(reader.uint32() & 7);
  }
}

/** @throws {AyniError} `bad-request` for bytes that are no message; `too-large` for one with too many fields */
export function decodeMessage(type: Type, bytes: Uint8Array): unknown {
  let message: unknown;
  try {
    assertFewFields(bytes);
    message = type.decode(bytes);
  } catch (cause) {
    if (AyniError.is(cause)) throw cause;
    throw new AyniError('bad-request', `This is no message of the type ${type.name}.`, { cause });
  }
  return valueOf(type, message);
}

function valueOf(type: Type, message: unknown): unknown {
  const set: Values = isRecord(message) ? message : {};
  const list = wrapped(type);
  if (list !== undefined) return fieldValue(list, set);
  const value: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const { name, partOf } = field;
    if (partOf?.name === 'kind') {
      if (!Object.hasOwn(set, name)) continue;
      value['kind'] = name;
      const chosen = oneValue(field, set[name]);
      Object.assign(value, chosen);
    } else {
      const own = fieldValue(field, set);
      if (own !== undefined) value[name] = own;
    }
  }
  return value;
}

/** What a field holds, or stands for where it is not set: nothing, if it is optional, a message or an enum. */
function fieldValue(field: Field, message: Values): unknown {
  const { name } = field;
  const own = Object.hasOwn(message, name) ? message[name] : undefined;
  if (field.map) {
    return Object.fromEntries(Object.entries(own ?? {}).map(([key, one]) => [key, oneValue(field, one)]));
  }
  if (field.repeated) return Array.isArray(own) ? own.map((one) => oneValue(field, one)) : [];
  if (own === undefined) return field.partOf === null ? zeroOf(field) : undefined;
  return oneValue(field, own);
}

function zeroOf({ type, resolvedType }: Field): unknown {
  if (resolvedType !== null) return undefined;
  if (type === 'string') return '';
  if (type === 'bool') return false;
  return type === 'bytes' ? new Uint8Array(0) : 0;
}

function oneValue({ resolvedType }: Field, value: unknown): unknown {
  if (resolvedType instanceof protobuf.Enum) return enumValue(resolvedType, value);
  if (resolvedType !== null) return valueOf(resolvedType, value);
  // A Long, for 64 bits.
  return isRecord(value) && 'low' in value ? Number(value) : value;
}

/** What a newer version may know stays a number, and the schema refuses it. */
function enumValue(type: Enum, number: unknown): unknown {
  if (number === 0) return undefined;
  const name = typeof number === 'number' ? type.valuesById[number] : undefined;
  if (name === undefined) return number;
  const prefix = prefixOf(type);
  // The health service’s values have none.
  return (name.startsWith(prefix) ? name.slice(prefix.length) : name).toLowerCase();
}

/** @param value as the schema of the operation has it */
export function encodeMessage(type: Type, value: unknown): Buffer {
  // Its writer takes Node's buffers where it runs on Node.
  return Buffer.from(type.encode(messageOf(type, value)).finish());
}

function messageOf(type: Type, value: unknown): Values {
  const list = wrapped(type);
  if (list !== undefined) return { [list.name]: fieldMessage(list, value ?? {}) };
  const given: Values = isRecord(value) ? value : {};
  const message: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    const { name, partOf } = field;
    if (partOf?.name === 'kind') {
      if (given['kind'] === name) message[name] = oneMessage(field, given);
    } else if (given[name] !== undefined) message[name] = fieldMessage(field, given[name]);
  }
  return message;
}

function fieldMessage(field: Field, value: unknown): unknown {
  if (field.map) {
    return Object.fromEntries(Object.entries(value ?? {}).map(([key, one]) => [key, oneMessage(field, one)]));
  }
  return field.repeated && Array.isArray(value) ? value.map((one) => oneMessage(field, one)) : oneMessage(field, value);
}

function oneMessage({ resolvedType }: Field, value: unknown): unknown {
  if (resolvedType instanceof protobuf.Enum) {
    const number = resolvedType.values[prefixOf(resolvedType) + String(value).toUpperCase()];
    if (number === undefined)
      throw new AyniError('internal', `${resolvedType.name} has no value for ${String(value)}.`);
    return number;
  }
  return resolvedType === null ? value : messageOf(resolvedType, value);
}
