import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import type { Audience } from '../../../core/access/audience.ts';
import { DIALECTS } from '../../../core/dialects/dialect.ts';
import { AyniError, ERROR_CODES, type ErrorCode } from '../../../core/errors.ts';
import { parseContentId, parsePeerId } from '../../../core/ids.ts';
import { JOB_STATES, type JobState } from '../../../core/transfer/job-state.ts';
import { integer, optionalText, text, type Row } from '../../../platform/sqlite-row.ts';
import type { DownloadTarget, Renamed, Skipped, Wishes } from '../job.ts';

/**
 * How far a job is: `new` knows its target only, `listed` its files, `laid` its place on the disk; `moving` is about to
 * rename its folder.
 */
const PHASES = ['new', 'listed', 'laid', 'moving'] as const;
type Phase = (typeof PHASES)[number];

/** `file`: one file; `new`: a folder filled aside and renamed once; `merge`: into a folder that is there. */
const LAYOUTS = ['file', 'new', 'merge'] as const;
type Layout = (typeof LAYOUTS)[number];

export interface Reason {
  readonly code: ErrorCode;
  readonly message: string;
}

/** A job as it is kept; changed in memory and saved as a whole. */
export interface JobRecord {
  readonly number: number;
  /** In which order jobs run: the least is first. */
  place: number;
  readonly id: string;
  readonly target: DownloadTarget;
  readonly folder: string;
  name: string;
  readonly seed: boolean;
  readonly wishes: Wishes;
  state: JobState;
  reason: Reason | undefined;
  phase: Phase;
  layout: Layout;
  destination: string | undefined;
  /** What a new folder is filled as until it is whole, absolute. */
  aside: string | undefined;
  audience: Audience | undefined;
  filesTotal: number;
  bytesTotal: number;
  filesDone: number;
  /** Of finished files. */
  bytesDone: number;
  received: number;
  /** Bytes that were on this machine already. */
  copied: number;
  renamed: Renamed[];
  skipped: Skipped[];
}

const HOLDER = {
  dialect: Type.Enum([...DIALECTS]),
  host: Type.String(),
  port: Type.Number(),
  name: Type.String(),
};
const PLACE = { peer: Type.String(), path: Type.String() };
const TARGET = Type.Union([
  Type.Object({
    kind: Type.Literal('content'),
    content: Type.String(),
    size: Type.Optional(Type.Number()),
    name: Type.String(),
  }),
  Type.Object({ kind: Type.Literal('tree'), ...PLACE, also: Type.Optional(Type.Array(Type.Object(PLACE))) }),
  Type.Object({
    kind: Type.Literal('foreign'),
    ...HOLDER,
    size: Type.Optional(Type.Number()),
    md5: Type.Optional(Type.String()),
    also: Type.Optional(Type.Array(Type.Object(HOLDER))),
  }),
]);
const AUDIENCE = Type.Union([
  Type.Object({ kind: Type.Literal('everyone') }),
  Type.Object({
    kind: Type.Literal('restricted'),
    groups: Type.Array(Type.String()),
    peers: Type.Array(Type.String()),
  }),
]);
const NOTES = Type.Object({
  renamed: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
  skipped: Type.Array(Type.Object({ path: Type.String(), why: Type.String() })),
});
const PATTERNS = Type.Optional(Type.Array(Type.String()));
const WISHES = Type.Object({
  only: PATTERNS,
  skip: PATTERNS,
  first: PATTERNS,
  inOrder: Type.Optional(Type.Boolean()),
});
const REASON = Type.Object({ code: Type.String(), message: Type.String() });

function parse<T extends Parameters<typeof Value.Check>[1]>(schema: T, json: string): Static<T> {
  const value: unknown = JSON.parse(json);
  return Value.Parse(schema, value);
}

function parseTarget(json: string): DownloadTarget {
  const target = parse(TARGET, json);
  if (target.kind === 'foreign') return target;
  if (target.kind === 'content') return { ...target, content: parseContentId(target.content) };
  const { also, ...first } = target;
  const rest = also?.map((place) => ({ ...place, peer: parsePeerId(place.peer) }));
  return { ...first, peer: parsePeerId(first.peer), ...(rest === undefined ? {} : { also: rest }) };
}

function parseAudience(json: string): Audience {
  const audience = parse(AUDIENCE, json);
  return audience.kind === 'everyone' ? audience : { ...audience, peers: audience.peers.map(parsePeerId) };
}

function oneOf<T extends string>(words: readonly T[], word: string): T {
  const found = words.find((one) => one === word);
  if (found === undefined) throw new AyniError('internal', `The list of downloads has an unknown word "${word}".`);
  return found;
}

export function readJob(row: Row): JobRecord {
  const reason = optionalText(row, 'reason');
  const audience = optionalText(row, 'audience');
  const told = reason === undefined ? undefined : parse(REASON, reason);
  return {
    number: integer(row, 'number'),
    place: integer(row, 'place'),
    id: text(row, 'id'),
    target: parseTarget(text(row, 'target')),
    folder: text(row, 'folder'),
    name: text(row, 'name'),
    seed: integer(row, 'seed') === 1,
    wishes: parse(WISHES, text(row, 'wishes')),
    state: oneOf(JOB_STATES, text(row, 'state')),
    reason: told && { code: oneOf(ERROR_CODES, told.code), message: told.message },
    phase: oneOf(PHASES, text(row, 'phase')),
    layout: oneOf(LAYOUTS, text(row, 'layout')),
    destination: optionalText(row, 'destination'),
    aside: optionalText(row, 'aside'),
    audience: audience === undefined ? undefined : parseAudience(audience),
    filesTotal: integer(row, 'files_total'),
    bytesTotal: integer(row, 'bytes_total'),
    filesDone: integer(row, 'files_done'),
    bytesDone: integer(row, 'bytes_done'),
    received: integer(row, 'received'),
    copied: integer(row, 'copied'),
    ...parse(NOTES, text(row, 'notes')),
  };
}
