import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { Check, Errors } from 'typebox/value';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { NOT_A_PATH } from './scalars.ts';

/**
 * Messages of one schema, and items in their lists, before a validator is compiled for it. Compiling takes as long as
 * checking about so many, and a peer sees only a few of most kinds: in the first three seconds of a swarm compiling took
 * 6 % of its time.
 */
const FEW = 100;

interface Checked {
  parts: number;
  validator: Validator | undefined;
}

/** A few dozen. */
const schemas = new WeakMap<TSchema, Checked>();

function fits<S extends TSchema>(schema: S, value: unknown): value is Static<S> {
  let checked = schemas.get(schema);
  if (checked === undefined) {
    checked = { parts: 0, validator: undefined };
    schemas.set(schema, checked);
  }
  if (checked.validator === undefined) {
    checked.parts += partsOf(value);
    if (checked.parts <= FEW) return Check(schema, value);
    checked.validator = Compile(schema);
  }
  return checked.validator.Check(value);
}

/** The message and what its lists have. */
function partsOf(message: unknown): number {
  if (typeof message !== 'object' || message === null) return 1;
  return Object.values(message).reduce<number>((sum, field) => sum + (Array.isArray(field) ? field.length : 0), 1);
}

interface Fault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message: string;
  readonly params: object;
}

/** What people run into who ask for too much or too little, as a sentence; the rest only a broken program does. */
const LIMITS: Readonly<Record<string, (field: string, limit: number) => string>> = {
  maxItems: (field, limit) => `${field} may have ${limit} entries at most: name fewer.`,
  maxLength: (field, limit) => `${field} may have ${limit} characters at most: make it shorter.`,
  maximum: (field, limit) => `${field} may be ${limit} at most.`,
  minimum: (field, limit) => `${field} has to be ${limit} at least.`,
};

function limitOf({ params }: Fault): number | undefined {
  return 'limit' in params && typeof params.limit === 'number' ? params.limit : undefined;
}

/** `/contents/3` of a message, in words. */
function fieldOf(fault: Fault): string {
  const path = fault.instancePath.slice(1, 120);
  return path === '' ? 'the message' : `"${path}"`;
}

function codeOf(fault: Fault): ErrorCode {
  if (fault.message === NOT_A_PATH) return 'bad-path';
  return fault.keyword === 'pattern' && /^must match pattern "\^[npc]\[/.test(fault.message) ? 'bad-id' : 'bad-request';
}

/**
 * The fault to tell: of a choice between shapes the first is often of the wrong shape, so one with a code of its own goes
 * before, and then one of too much or too little.
 */
function faultOf(schema: TSchema, value: unknown): Fault {
  const faults: readonly Fault[] = Errors(schema, value);
  return (
    faults.find((fault) => codeOf(fault) !== 'bad-request') ??
    faults.find((fault) => LIMITS[fault.keyword] !== undefined) ??
    faults[0] ?? { keyword: '', instancePath: '', message: 'is wrong', params: {} }
  );
}

/**
 * A message that came in, as what it is. Members that the schema does not know are left alone: both ends may be of
 * different versions.
 * @throws {AyniError} `bad-request`, `bad-id` or `bad-path`, naming the first field that is wrong
 */
export function parseRequest<S extends TSchema>(schema: S, value: unknown): Static<S> {
  if (fits(schema, value)) return value;
  const fault = faultOf(schema, value);
  const field = fieldOf(fault);
  const limit = limitOf(fault);
  const plain = limit === undefined ? undefined : LIMITS[fault.keyword]?.(field, limit);
  throw new AyniError(codeOf(fault), plain ?? `This request makes no sense: ${field} ${fault.message}.`, {
    context: { field: fault.instancePath.slice(0, 120) },
  });
}

/**
 * An answer that came back, as what it is.
 * @throws {AyniError} `bad-answer`, naming the first field that is wrong
 */
export function parseAnswer<S extends TSchema>(schema: S, value: unknown): Static<S> {
  if (fits(schema, value)) return value;
  const fault = faultOf(schema, value);
  throw new AyniError('bad-answer', `The tracker’s answer makes no sense: ${fieldOf(fault)} ${fault.message}.`);
}
