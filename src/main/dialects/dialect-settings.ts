import { Type, type Static, type TObject } from 'typebox';

import type { Address } from '../../core/access/link.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';

const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
const Count = Type.Integer({ minimum: 1, maximum: 99_999 });
const AddressText = Type.String({ minLength: 3, maxLength: 300 });

/** What every dialect can be told in `[dialects.NAME]`. */
const COMMON = {
  tracker_port: Type.Optional(Port),
  peer_port: Type.Optional(Port),
  max_connections: Type.Optional(Count),
  /** Seconds after which a foreign peer that gives no sign of life is asked for one. */
  ttl: Type.Optional(Type.Integer({ minimum: 1, maximum: 86_400 })),
  allow_unauthenticated: Type.Optional(Type.Boolean()),
  /** Whether the peer brings what the whole network has. */
  bridge: Type.Optional(Type.Boolean()),
  /** `host:port` of a tracker of that system that our peer goes to. */
  tracker: Type.Optional(AddressText),
};

/** What one dialect can be told. */
const OWN_SETTINGS = {
  helo: Type.Object(COMMON, { additionalProperties: false }),
  flatgrpc: Type.Object(
    {
      ...COMMON,
      peer_id: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      inbox: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  ),
  p4: Type.Object(
    {
      ...COMMON,
      /** The `genericToken`; made at the first start unless given. */
      secret: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
      require: Type.Optional(Type.Enum(['address', 'token', 'nothing'])),
      /** `host:port` of the master that a peer asks about who fetches; the network's tracker unless given. */
      master: Type.Optional(AddressText),
    },
    { additionalProperties: false },
  ),
  rede: Type.Object(
    { ...COMMON, first_port: Type.Optional(Port), last_port: Type.Optional(Port) },
    { additionalProperties: false },
  ),
  slots: Type.Object(
    {
      ...COMMON,
      tracker_slots: Type.Optional(Count),
      tracker_initial_port: Type.Optional(Port),
      peer_slots: Type.Optional(Count),
      peer_initial_port: Type.Optional(Port),
    },
    { additionalProperties: false },
  ),
} as const satisfies Record<Dialect, TObject>;
export type OwnSettings<Name extends Dialect> = Static<(typeof OWN_SETTINGS)[Name]>;

/** The settings file, in TOML. */
export const SettingsFile = Type.Object(
  {
    dialects: Type.Optional(
      Type.Partial(Type.Object({ allow_unauthenticated: Type.Boolean(), ...OWN_SETTINGS }), {
        additionalProperties: false,
      }),
    ),
  },
  { additionalProperties: false },
);
export type SettingsFile = Static<typeof SettingsFile>;

/** One dialect that is on. */
export interface SettingsOf<Name extends Dialect> {
  readonly dialect: Name;
  readonly trackerPort?: number;
  readonly peerPort?: number;
  readonly maxConnections: number;
  readonly ttlMs: number;
  readonly allowUnauthenticated: boolean;
  readonly bridge: boolean;
  /** A tracker of that system that our peer goes to. */
  readonly tracker?: Address;
  /** The settings are for one side alone; both where absent. */
  readonly only?: 'tracker' | 'peer';
  readonly own: OwnSettings<Name>;
}

export type DialectSettings = { readonly [Name in Dialect]: SettingsOf<Name> }[Dialect];
