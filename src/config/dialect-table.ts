import type { Dialect } from '../core/dialects/dialect.ts';
import { address, oneOf, path, text, whole, yesOrNo } from './kinds.ts';
import type { Setting, ValueOf } from './setting.ts';

const PORT = whole(1, 65_535);
const COUNT = whole(1, 99_999);

type Row = Omit<Setting, 'at'>;

/** What every dialect can be told in `[dialects.NAME]`. */
const COMMON = {
  tracker_port: { kind: PORT, does: 'where the tracker listens', otherwise: 'that of the original program' },
  peer_port: { kind: PORT, does: 'where the peer listens', otherwise: 'that of the original program' },
  max_connections: {
    kind: COUNT,
    does: 'connections at once to the tracker, and to the peer',
    fallback: 1000,
  },
  ttl: {
    kind: whole(1, 86_400),
    unit: 'seconds',
    does: 'after this long a foreign peer that gives no sign of life is asked for one',
    fallback: 900,
  },
  allow_unauthenticated: {
    kind: yesOrNo,
    does: 'let its programs in, who have no credential',
    otherwise: 'what [dialects] says',
  },
  bridge: { kind: yesOrNo, does: 'bring to its programs what the whole network has', fallback: false },
  tracker: { kind: address, does: 'a tracker of that system, which our peer goes to', otherwise: 'none' },
} as const satisfies Record<string, Row>;

/** What one dialect can be told. */
export const DIALECT_SETTINGS = {
  helo: COMMON,
  flatgrpc: {
    ...COMMON,
    peer_id: {
      kind: text(256),
      does: 'what our peer registers as at that tracker',
      otherwise: 'made of its address',
    },
    inbox: { kind: path, does: 'the folder that uploads go to', otherwise: 'uploads are refused' },
  },
  p4: {
    ...COMMON,
    secret: {
      kind: text(256),
      does: 'the genericToken that programs register with',
      otherwise: 'made at the first start',
      masked: () => '***',
    },
    require: {
      kind: oneOf('address', 'token', 'nothing'),
      does: 'what somebody needs who fetches without a token',
      fallback: 'address',
    },
    master: {
      kind: address,
      does: 'the master that our peer asks about who fetches',
      otherwise: 'tracker, or that of the network',
    },
  },
  rede: {
    ...COMMON,
    first_port: { kind: PORT, does: 'the first port that the tracker assigns to peers', fallback: 5455 },
    last_port: { kind: PORT, does: 'the last one', fallback: 65_535 },
  },
  slots: {
    ...COMMON,
    tracker_slots: { kind: COUNT, does: 'data ports of the tracker in use at once', fallback: 500 },
    tracker_initial_port: { kind: PORT, does: 'its first data port', fallback: 10_000 },
    peer_slots: { kind: COUNT, does: 'data ports of the peer in use at once', fallback: 50 },
    peer_initial_port: { kind: PORT, does: 'its first data port', fallback: 12_000 },
  },
} as const satisfies Record<Dialect, Record<string, Row>>;

type Rows<Name extends Dialect> = (typeof DIALECT_SETTINGS)[Name];
/** What is absent was said by nobody. */
export type OwnSettings<Name extends Dialect> = {
  readonly [Key in keyof Rows<Name>]?: ValueOf<Rows<Name>[Key]>;
};

/** Of all dialects. */
export const ALLOW_UNAUTHENTICATED = {
  at: 'dialects.allow_unauthenticated',
  kind: yesOrNo,
  flag: '--allow-unauthenticated',
  does: 'let programs of those systems in, who have no credential',
  fallback: false,
} as const satisfies Setting;

export function isOwnSettings<Name extends Dialect>(
  dialect: Name,
  values: Readonly<Record<string, unknown>>,
): values is OwnSettings<Name> {
  const rows: Readonly<Record<string, Row>> = DIALECT_SETTINGS[dialect];
  return Object.entries(values).every(([key, value]) => rows[key]?.kind.is(value) === true);
}
